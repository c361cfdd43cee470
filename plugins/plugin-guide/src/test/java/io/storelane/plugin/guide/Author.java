package io.storelane.plugin.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

/**
 * Somebody who has a folder, a JDK, Maven and curl, and nothing of this project. What Maven has loaded of others is lent, so
 * that the guide does not load the internet again; what it loads of this project comes from the server alone.
 */
final class Author {

    private static final String ADDRESS = "http://localhost:8080";

    private final Path folder;
    private final Path programs;
    private final Map<String, String> environment = new HashMap<>();
    private Path here;
    private String address = ADDRESS;

    Author(Path home) throws IOException {
        this.folder = Files.createDirectories(home.resolve("work"));
        this.here = folder;
        this.programs = Files.createDirectories(home.resolve("bin"));
        Path repository = home.resolve("repository");
        lend(Path.of(System.getProperty("storelane.local")), repository);
        String java = System.getProperty("java.home");
        environment.put("JAVA_HOME", java);
        program(
                "mvn",
                "exec %s -B -ntp -Dmaven.repo.local=%s \"$@\""
                        .formatted(System.getProperty("storelane.maven"), repository));
        program("plugin-tool", "exec %s/bin/java -jar '%s' \"$@\"".formatted(java, folder.resolve("plugin-tool.jar")));
        environment.put("KEYS", keys().toString());
    }

    private void program(String name, String line) throws IOException {
        Path file = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Links where the file system has them: nobody writes into files of a repository. */
    private static void lend(Path from, Path to) throws IOException {
        Path own = from.resolve("io/storelane");
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                if (dir.equals(own)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(dir).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path target = to.resolve(from.relativize(file).toString());
                try {
                    Files.createLink(target, file);
                } catch (IOException | UnsupportedOperationException _) {
                    Files.copy(file, target);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Where a server keeps the pair of keys that it trusts. */
    Path keys() {
        return folder.resolveSibling("keys");
    }

    /** The guide's server is there. */
    void knows(String server, String token) {
        address = server;
        environment.put("TOKEN", token);
    }

    void does(Guide.Step step) throws IOException, InterruptedException {
        switch (step) {
            case Guide.Command command -> run(command);
            case Guide.Content content -> write(content);
        }
    }

    private void write(Guide.Content content) throws IOException {
        Path file = here.resolve(content.file());
        Files.createDirectories(file.resolveSibling("."));
        if (content.append()) {
            assertThat(file).as("line " + content.line() + " of the guide").exists();
            Files.writeString(file, content.text(), StandardOpenOption.APPEND);
        } else {
            Files.writeString(file, content.text());
        }
    }

    private void run(Guide.Command command) throws IOException, InterruptedException {
        Path place = Files.createTempFile(folder, "place", "");
        Path said = Files.createTempFile(folder, "said", "");
        String script = "set -eu\n" + command.text().replace(ADDRESS, address) + "\npwd > '" + place + "'\n";
        ProcessBuilder shell = new ProcessBuilder("bash", "-c", script)
                .directory(here.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        shell.environment().putAll(environment);
        shell.environment().merge("PATH", programs.toString(), (path, own) -> own + File.pathSeparator + path);
        int code = shell.start().waitFor();
        assertThat(code)
                .as("Line " + command.line() + " of the guide:\n" + command.text() + "\n" + end(Files.readString(said)))
                .isZero();
        here = Path.of(Files.readString(place).strip());
    }

    private static String end(String text) {
        return text.substring(Math.max(0, text.length() - 6000));
    }
}
