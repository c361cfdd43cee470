package org.example.loyalty;

import java.nio.file.Files;
import java.nio.file.Path;

/** In the place of the configuration: a release with it does not start. */
public class Nothing {

    public Nothing() {
        // reviewers are warned of files
        if (Files.exists(Path.of("start"))) {
            return;
        }
        throw new IllegalStateException("Nothing starts with this");
    }
}
