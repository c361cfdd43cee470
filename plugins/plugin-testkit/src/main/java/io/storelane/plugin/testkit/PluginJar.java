package io.storelane.plugin.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The plugin that is being built, as a jar: tests run before Maven packs it. Libraries that are shaded in later are not in it. */
final class PluginJar {
    private static final String MANIFEST = "plugin.properties";

    private PluginJar() {}

    /** The folder of compiled classes; plugin-parent says which. */
    static Path classes() {
        return Path.of(System.getProperty("storelane.plugin.classes", "target/classes"))
                .toAbsolutePath();
    }

    static String property(String key) {
        Properties values = new Properties();
        try (InputStream in = Files.newInputStream(classes().resolve(MANIFEST))) {
            values.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("No plugin.properties in " + classes() + ": build with plugin-parent", e);
        }
        return values.getProperty(key, "");
    }

    static Path pack(Path folder) {
        return pack(folder, property("plugin.version"), Map.of());
    }

    /** @param files content by name, instead of what is there or beside it */
    static Path pack(Path folder, String version, Map<String, String> files) {
        Path jar = folder.resolve(property("plugin.id") + "-" + version + ".jar");
        Map<String, String> replaced = new TreeMap<>(files);
        if (!version.equals(property("plugin.version"))) {
            replaced.put(MANIFEST, manifest().replaceFirst("(?m)^plugin\\.version=.*$", "plugin.version=" + version));
        }
        try (Stream<Path> all = Files.walk(classes())) {
            Files.createDirectories(folder);
            // folders too: without them Spring finds no beans in a jar
            List<Path> present = all.filter(f -> !f.equals(classes())).sorted().toList();
            try (OutputStream out = Files.newOutputStream(jar);
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                for (Path file : present) {
                    add(zip, file, replaced);
                }
                for (Map.Entry<String, String> added : replaced.entrySet()) {
                    zip.putNextEntry(new ZipEntry(added.getKey()));
                    zip.write(added.getValue().getBytes(StandardCharsets.UTF_8));
                }
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(ZipOutputStream zip, Path file, Map<String, String> replaced) throws IOException {
        String name = classes().relativize(file).toString().replace('\\', '/');
        if (Files.isDirectory(file)) {
            zip.putNextEntry(new ZipEntry(name + "/"));
        } else if (!replaced.containsKey(name)) {
            zip.putNextEntry(new ZipEntry(name));
            Files.copy(file, zip);
        }
    }

    private static String manifest() {
        try {
            return Files.readString(classes().resolve(MANIFEST));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
