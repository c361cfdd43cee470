package io.storelane.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Classes of tests run two at a time; what is installed is so for all of them. */
class PluginLockTests {

    private static final Path TESTS = Path.of("src/test/java/io/storelane");

    @Test
    void whoInstallsPluginsKeepsOthersFromIt() throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            assertThat(files.filter(file -> file.toString().endsWith("Tests.java"))
                            .filter(file ->
                                    !file.endsWith("ServerTests.java") && !file.endsWith("PluginLockTests.java"))
                            .filter(file -> read(file).contains("PluginJar."))
                            .filter(file -> !read(file).contains("@ResourceLock(\"plugins\")")
                                    && !read(file).contains("@Isolated")
                                    && !read(file).contains("extends MirrorTests")))
                    .isEmpty();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
