package io.storelane.plugin.tool;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Writes a plugin to begin with: the template under another name. */
final class NewPlugin {
    private static final String ID = "plugin-template";
    private static final String PACKAGE = "org.example.template";
    private static final String RELATIVE = "    <relativePath>../plugin-parent/pom.xml</relativePath>";

    private final Path folder;
    private final String id;
    private final String basePackage;
    private final String server;

    private NewPlugin(Path folder, String id, String basePackage, String server) {
        this.folder = folder;
        this.id = id;
        this.basePackage = basePackage;
        this.server = server;
    }

    /** @param server whose {@code /developer/maven} has the parent */
    static void write(Path folder, String id, String basePackage, String server) throws IOException {
        Files.createDirectories(folder);
        try (DirectoryStream<Path> there = Files.newDirectoryStream(folder)) {
            if (there.iterator().hasNext()) {
                throw new FileAlreadyExistsException(folder.toString());
            }
        }
        NewPlugin made = new NewPlugin(folder, id, basePackage, server);
        URL template = Objects.requireNonNull(NewPlugin.class.getResource("template/pom.xml"));
        try {
            URI address = template.toURI();
            if (address.getScheme().equals("jar")) {
                try (FileSystem jar = FileSystems.newFileSystem(address, Map.of())) {
                    made.copy(parent(jar.provider().getPath(address)));
                }
            } else {
                made.copy(parent(Path.of(address)));
            }
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static Path parent(Path file) {
        return Objects.requireNonNull(file.getParent());
    }

    private void copy(Path template) throws IOException {
        try (Stream<Path> all = Files.walk(template)) {
            List<Path> files = all.filter(Files::isRegularFile).toList();
            for (Path file : files) {
                String path = template.relativize(file).toString().replace('\\', '/');
                Path to = folder.resolve(named(path.replace(PACKAGE.replace('.', '/'), basePackage.replace('.', '/'))));
                Files.createDirectories(parent(to));
                String text = named(Files.readString(file)).replace(PACKAGE, basePackage);
                Files.writeString(to, path.equals("pom.xml") ? pom(text) : called(path, text));
            }
        }
    }

    /** Two plugins are told apart in a list: each begins with the words of its id. */
    private String called(String path, String text) {
        String words =
                id.substring(0, 1).toUpperCase(Locale.ROOT) + id.substring(1).replace('-', ' ');
        return path.contains("ui/messages")
                ? text.replaceFirst("(?m)^plugin\\.name=.*$", "plugin.name=" + words)
                : text;
    }

    private String named(String text) {
        return text.replace(ID, id);
    }

    /** Away from the project, the parent comes from a server. */
    private String pom(String text) {
        String repository = """
                  <repositories>
                    <repository>
                      <id>storelane</id>
                      <url>%s/developer/maven</url>
                    </repository>
                  </repositories>
                  <pluginRepositories>
                    <pluginRepository>
                      <id>storelane</id>
                      <url>%s/developer/maven</url>
                    </pluginRepository>
                  </pluginRepositories>
                </project>""".formatted(server, server);
        return text.replace(RELATIVE, "    <relativePath/>")
                .replace("<groupId>org.example</groupId>", "<groupId>" + basePackage + "</groupId>")
                .replace("</project>", repository);
    }
}
