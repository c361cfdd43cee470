package io.storelane.plugin.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The plugin that is being built, as a jar: tests run before Maven packs it. Libraries that are shaded in later are not in it. */
final class PluginJar {
    private PluginJar() {}

    /** The folder of compiled classes; plugin-parent says which. */
    static Path classes() {
        return Path.of(System.getProperty("storelane.plugin.classes", "target/classes"))
                .toAbsolutePath();
    }

    static String property(String key) {
        Properties values = new Properties();
        try (InputStream in = Files.newInputStream(classes().resolve("plugin.properties"))) {
            values.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("No plugin.properties in " + classes() + ": build with plugin-parent", e);
        }
        return values.getProperty(key, "");
    }

    static Path pack(Path folder) {
        Path jar = folder.resolve(property("plugin.id") + "-" + property("plugin.version") + ".jar");
        try (Stream<Path> all = Files.walk(classes())) {
            Files.createDirectories(folder);
            // folders too: without them Spring finds no beans in a jar
            List<Path> files = all.filter(f -> !f.equals(classes())).sorted().toList();
            try (OutputStream out = Files.newOutputStream(jar);
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                for (Path file : files) {
                    String name = classes().relativize(file).toString().replace('\\', '/');
                    boolean isFolder = Files.isDirectory(file);
                    zip.putNextEntry(new ZipEntry(isFolder ? name + "/" : name));
                    if (!isFolder) {
                        Files.copy(file, zip);
                    }
                }
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
