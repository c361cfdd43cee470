package io.storelane.local;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Copies our Keycloak theme out of this module into a distribution. */
final class Theme {
    private static final String ROOT = "/keycloak/themes";

    private Theme() {}

    static void install(Path themes) throws IOException {
        URL url = Objects.requireNonNull(Theme.class.getResource(ROOT));
        try {
            URI uri = url.toURI();
            if (uri.getScheme().equals("jar")) {
                try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                    copy(jar.getPath(ROOT), themes);
                }
            } else {
                copy(Path.of(uri), themes);
            }
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (var walk = Files.walk(from)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file).toString());
            // An unchanged file is left alone: another Keycloak may be serving it.
            if (Files.exists(target) && java.util.Arrays.equals(Files.readAllBytes(target), Files.readAllBytes(file))) {
                continue;
            }
            Files.createDirectories(target.getParent());
            Files.write(target, Files.readAllBytes(file));
        }
    }
}
