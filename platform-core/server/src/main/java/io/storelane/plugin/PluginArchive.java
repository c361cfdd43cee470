package io.storelane.plugin;

import io.storelane.file.Sha256;
import io.storelane.plugin.tool.Rules;
import io.storelane.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The jar of a release as bytes, looked through without loading anything of it.
 *
 * @param sha256 lower-case hexadecimal
 * @param texts the plugin's messages by the name of their file
 * @param hasTables true if it brings change sets
 */
record PluginArchive(
        byte[] bytes, String sha256, PluginManifest manifest, Map<String, Properties> texts, boolean hasTables) {

    private static final Rules.Limits LIMITS = Rules.standard().limits();
    private static final int LARGEST_TEXT = 1_000_000;

    /** @throws ProblemException if it is no plugin, or one that does harm when it is unpacked */
    static PluginArchive read(byte[] bytes, int maxSize) {
        if (bytes.length > maxSize) {
            throw problem(PluginProblem.TOO_LARGE, bytes, maxSize / 1_000_000);
        }
        Map<String, byte[]> kept = new HashMap<>();
        Set<String> names = new HashSet<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            long unpacked = 0;
            byte[] buffer = new byte[8192];
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName();
                if (!isFree(name, names)) {
                    throw problem(PluginProblem.ENTRY, bytes, name);
                }
                boolean wanted = name.equals(PluginManifest.FILE) || name.matches("ui/messages\\w*\\.properties");
                ByteArrayOutputStream content = new ByteArrayOutputStream();
                for (int n = zip.read(buffer); n >= 0; n = zip.read(buffer)) {
                    unpacked += n;
                    if (unpacked > LIMITS.unpackedBytes() || names.size() > LIMITS.entries()) {
                        throw problem(PluginProblem.BOMB, bytes, LIMITS.entries(), LIMITS.unpackedBytes() >> 20);
                    }
                    if (wanted && content.size() < LARGEST_TEXT) {
                        content.write(buffer, 0, n);
                    }
                }
                if (wanted) {
                    kept.put(name, content.toByteArray());
                }
            }
        } catch (IOException | IllegalArgumentException _) {
            throw new ProblemException(PluginProblem.NO_JAR);
        }
        byte[] manifest = kept.remove(PluginManifest.FILE);
        if (manifest == null) {
            throw new ProblemException(PluginProblem.NO_JAR);
        }
        Map<String, Properties> texts = new HashMap<>();
        kept.forEach((name, content) -> texts.put(name, properties(content)));
        return new PluginArchive(
                bytes,
                Sha256.of(bytes),
                PluginManifest.of(properties(manifest)),
                texts,
                names.contains(io.storelane.tenancy.PluginSchemas.CHANGELOG));
    }

    /** Names the plugin, if the jar says who it is before it is too much. */
    private static ProblemException problem(PluginProblem problem, byte[] bytes, Object... more) {
        Properties manifest = new Properties();
        try {
            manifest = properties(manifest(bytes));
        } catch (IOException | IllegalArgumentException | ProblemException _) {
            // then nobody knows whose it is
        }
        List<Object> values = new ArrayList<>(
                List.of(manifest.getProperty("plugin.id", "?"), manifest.getProperty("plugin.version", "?")));
        values.addAll(List.of(more));
        return new ProblemException(problem, values.toArray());
    }

    /** What {@code plugin.properties} holds; nothing if it is not there within what a plugin may have. */
    private static byte[] manifest(byte[] bytes) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            long left = LIMITS.unpackedBytes();
            byte[] buffer = new byte[8192];
            for (int seen = 0; seen < LIMITS.entries(); seen++) {
                ZipEntry entry = zip.getNextEntry();
                if (entry == null || left < 0) {
                    break;
                }
                if (entry.getName().equals(PluginManifest.FILE)) {
                    return zip.readNBytes(LARGEST_TEXT);
                }
                for (int n = zip.read(buffer); n >= 0 && left >= 0; n = zip.read(buffer)) {
                    left -= n;
                }
            }
        }
        return new byte[0];
    }

    private static boolean isFree(String name, Set<String> names) {
        boolean leaves = name.startsWith("/")
                || name.indexOf('\\') >= 0
                || name.indexOf(':') >= 0
                || Arrays.asList(name.split("/", -1)).contains("..");
        return !leaves && names.add(name.toLowerCase(Locale.ROOT));
    }

    private static Properties properties(byte[] content) {
        Properties properties = new Properties();
        try (InputStream in = new ByteArrayInputStream(content)) {
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException | IllegalArgumentException _) {
            throw new ProblemException(PluginProblem.NO_JAR);
        }
        return properties;
    }

    /** A text of the plugin in this language, else in English, else the other. */
    String text(String key, Locale locale, String other) {
        String first = locale.getLanguage().equals("zh") ? "ui/messages_zh_CN.properties" : "ui/messages.properties";
        Properties english = texts.getOrDefault("ui/messages.properties", new Properties());
        return texts.getOrDefault(first, english).getProperty(key, english.getProperty(key, other));
    }
}
