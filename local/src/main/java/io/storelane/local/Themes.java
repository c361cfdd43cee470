package io.storelane.local;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Brings the theme files into the Keycloak folder. */
final class Themes {
    private static final String PREFIX = "keycloak/themes/";

    private Themes() {}

    /** Makes the theme folders below the target the same as the sources; true if anything changed. */
    static boolean copyTo(Path target) throws IOException {
        Map<String, byte[]> files = read();
        boolean changed = false;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path at = target.resolve(file.getKey()).normalize();
            if (!at.startsWith(target)) {
                throw new IOException("unexpected path " + file.getKey());
            }
            if (Files.exists(at) && Arrays.equals(Files.readAllBytes(at), file.getValue())) {
                continue;
            }
            Path parent = at.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.write(at, file.getValue());
            changed = true;
        }
        for (String theme : files.keySet().stream()
                .map(name -> name.substring(0, Math.max(0, name.indexOf('/'))))
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList()) {
            try (Stream<Path> walk = Files.walk(target.resolve(theme))) {
                for (Path file : walk.filter(Files::isRegularFile).toList()) {
                    if (!files.containsKey(target.relativize(file).toString())) {
                        Files.delete(file);
                        changed = true;
                    }
                }
            }
        }
        return changed;
    }

    /** The theme files by their path below the themes folder: from the working copy, else from the classpath. */
    private static Map<String, byte[]> read() throws IOException {
        Path project = Dist.project();
        if (project != null) {
            Path sources = project.resolve("local/src/main/resources").resolve(PREFIX);
            if (Files.isDirectory(sources)) {
                return fromFolder(sources);
            }
        }
        CodeSource source = Themes.class.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return Map.of();
        }
        Path location;
        try {
            location = Path.of(source.getLocation().toURI());
        } catch (URISyntaxException | RuntimeException e) {
            throw new IOException("cannot read the themes from " + source.getLocation(), e);
        }
        if (Files.isDirectory(location)) {
            Path folder = location.resolve(PREFIX);
            return Files.isDirectory(folder) ? fromFolder(folder) : Map.of();
        }
        return fromJar(location);
    }

    private static Map<String, byte[]> fromFolder(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static Map<String, byte[]> fromJar(Path jar) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (JarFile content = new JarFile(jar.toFile())) {
            for (Enumeration<JarEntry> entries = content.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (!entry.isDirectory() && entry.getName().startsWith(PREFIX)) {
                    try (InputStream in = content.getInputStream(entry)) {
                        files.put(entry.getName().substring(PREFIX.length()), in.readAllBytes());
                    }
                }
            }
        }
        return files;
    }
}
