package io.storelane.plugin.testkit;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * A small plugin that a test needs beside the one that is being built, such as one that calls its {@code api} package: compiled from a
 * folder with {@code java/} and {@code resources/}, {@code plugin.properties} among them.
 *
 * <pre>{@code
 * Path caller = SourcePlugin.jar(Path.of("src/test/plugins/caller"), folder.resolve("caller-0.1.0.jar"));
 * TestServer.get().releases().install(caller);
 * shop.enable("caller");
 * }</pre>
 */
public final class SourcePlugin {
    private SourcePlugin() {}

    /**
     * Compiles and packs it; it sees what plugins see, and the classes of the plugin that is being built.
     *
     * @throws IllegalArgumentException if it cannot be compiled
     */
    public static Path jar(Path sources, Path jar) {
        try {
            Path classes = Files.createTempDirectory("storelane-source-plugin");
            compile(sources.resolve("java"), classes);
            try (OutputStream out = Files.newOutputStream(jar);
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                add(zip, classes);
                add(zip, sources.resolve("resources"));
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void compile(Path sources, Path classes) throws IOException {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "no compiler in this JDK");
        List<String> arguments = new ArrayList<>(List.of(
                "-parameters",
                "-processor",
                "org.pf4j.processor.ExtensionAnnotationProcessor",
                "-d",
                classes.toString(),
                "-cp",
                PluginJar.classes() + File.pathSeparator + System.getProperty("java.class.path")));
        try (Stream<Path> files = Files.walk(sources)) {
            files.filter(f -> f.toString().endsWith(".java")).forEach(f -> arguments.add(f.toString()));
        }
        var said = new java.io.ByteArrayOutputStream();
        if (compiler.run(null, said, said, arguments.toArray(String[]::new)) != 0) {
            throw new IllegalArgumentException(sources + ": " + said.toString(StandardCharsets.UTF_8));
        }
    }

    private static void add(ZipOutputStream zip, Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(f -> !f.equals(folder)).sorted().toList();
        }
        for (Path file : files) {
            String name = folder.relativize(file).toString().replace('\\', '/');
            zip.putNextEntry(new ZipEntry(Files.isDirectory(file) ? name + "/" : name));
            if (Files.isRegularFile(file)) {
                Files.copy(file, zip);
            }
        }
    }
}
