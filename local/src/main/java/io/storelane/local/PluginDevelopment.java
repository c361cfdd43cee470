package io.storelane.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * What authors of plugins find at a {@code ./run}: the repository to build against, and beside {@link PluginKeys} the operators' token,
 * which {@code plugin-tool dev --home} reads.
 */
final class PluginDevelopment {

    private static final String TOKEN = "STORELANE_PLUGIN_OPERATOR_TOKEN";

    private PluginDevelopment() {}

    /** Adds to the settings of a server; a server with databases of its own gets no more than the repository. */
    static void prepare(Path root, Path home, Map<String, String> settings) throws IOException {
        settings.put(
                "STORELANE_DEVELOPER_REPOSITORY",
                root.resolve("plugins/plugin-repository/target/maven")
                        .toAbsolutePath()
                        .toString());
        String token = settings.get(TOKEN);
        if (token != null) {
            Path file = PluginKeys.folder(home).resolve("operator.token");
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, (token + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }
}
