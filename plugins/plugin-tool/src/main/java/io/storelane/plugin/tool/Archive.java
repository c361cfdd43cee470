package io.storelane.plugin.tool;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * The entries of a jar, all of them in memory. It is read from its first byte to its last, as a stream; what the directory at its
 * end lists must be just that, else a class loader would see another jar than the verifier.
 */
final class Archive {
    private final Map<String, byte[]> entries = new TreeMap<>();

    private final Set<String> folders = new HashSet<>();

    private Archive() {}

    /** The jar; findings say what is wrong with it, and once a limit is passed the rest is not read. */
    static Archive read(Path jar, Rules.Limits limits, Findings findings) {
        Archive archive = new Archive();
        try {
            long size = Files.size(jar);
            if (size > limits.jarBytes()) {
                findings.add(Code.JAR_TOO_LARGE, "", mega(size), mega(limits.jarBytes()));
                return archive;
            }
            List<String> listed = Directory.names(jar, limits, findings);
            if (findings.all().isEmpty()) {
                List<String> streamed = archive.stream(jar, limits, findings);
                if (findings.all().isEmpty() && !(same(listed, streamed) && archive.isWhatLoadersRead(jar))) {
                    findings.add(Code.JAR_HIDDEN_BYTES, "");
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            findings.add(Code.JAR_UNREADABLE, "", String.valueOf(e.getMessage()));
        }
        return archive;
    }

    private static boolean same(List<String> listed, List<String> streamed) {
        List<String> a = new ArrayList<>(listed);
        List<String> b = new ArrayList<>(streamed);
        Collections.sort(a);
        Collections.sort(b);
        return a.equals(b);
    }

    /** Class loaders go by the directory, which may point to other bytes than those met on the way. */
    private boolean isWhatLoadersRead(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile(), StandardCharsets.UTF_8)) {
            for (Map.Entry<String, byte[]> e : entries.entrySet()) {
                ZipEntry listed = zip.getEntry(e.getKey());
                if (listed == null) {
                    return false;
                }
                try (InputStream in = zip.getInputStream(listed)) {
                    if (!Arrays.equals(in.readNBytes(e.getValue().length + 1), e.getValue())) {
                        return false;
                    }
                }
            }
            return true;
        }
    }

    private List<String> stream(Path jar, Rules.Limits limits, Findings findings) throws IOException {
        List<String> names = new ArrayList<>();
        Set<String> folded = new HashSet<>();
        long left = limits.unpackedBytes();
        try (InputStream file = new BufferedInputStream(Files.newInputStream(jar));
                ZipInputStream zip = new ZipInputStream(file, StandardCharsets.UTF_8)) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                String name = e.getName();
                names.add(name);
                if (!sane(name)) {
                    findings.add(Code.JAR_PATH, name);
                }
                // folders that differ in case are one on some disks
                if (!folded.add(name.toLowerCase(Locale.ROOT))) {
                    findings.add(Code.JAR_DUPLICATE_ENTRY, name);
                }
                byte[] content = zip.readNBytes((int) Math.min(limits.entryBytes(), left) + 1);
                left -= content.length;
                if (left < 0 || content.length > limits.entryBytes()) {
                    findings.add(
                            Code.JAR_UNPACKED_TOO_LARGE, name, mega(limits.entryBytes()), mega(limits.unpackedBytes()));
                    return names;
                }
                if (e.isDirectory()) {
                    folders.add(name);
                } else {
                    entries.put(name, content);
                }
            }
        }
        return names;
    }

    private static boolean sane(String name) {
        return !name.isEmpty()
                && !name.startsWith("/")
                && !name.contains("\\")
                && !name.contains(":")
                && name.chars().noneMatch(c -> c < 32 || c == 127)
                && Arrays.asList(name.split("/", -1)).stream().noneMatch(p -> p.equals("..") || p.equals("."))
                && !name.contains("//");
    }

    private static String mega(long bytes) {
        return Math.max(1, bytes >> 20) + " MB";
    }

    boolean hasFolder(String name) {
        return folders.contains(name);
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    byte[] bytes(String name) {
        byte[] found = entries.get(name);
        return found == null ? new byte[0] : found;
    }

    String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    Set<String> names() {
        return entries.keySet();
    }

    /** Names below a folder with an ending. */
    List<String> names(String folder, String ending) {
        return entries.keySet().stream()
                .filter(n -> n.startsWith(folder) && n.endsWith(ending))
                .toList();
    }

    /** The directory at the end of a zip, read by hand: libraries forgive what must not be forgiven here. */
    private static final class Directory {
        private static final int END = 22;

        static List<String> names(Path jar, Rules.Limits limits, Findings findings) throws IOException {
            try (RandomAccessFile file = new RandomAccessFile(jar.toFile(), "r")) {
                long length = file.length();
                if (length < END || u4(bytes(file, 0, 4), 0) != 0x04034b50L) {
                    throw new ZipException("no zip file");
                }
                byte[] end = bytes(file, length - END, END);
                if (u4(end, 0) != 0x06054b50L || u2(end, 20) != 0) {
                    // a comment, or something behind the end, in which a second jar can hide
                    findings.add(Code.JAR_HIDDEN_BYTES, "");
                    return List.of();
                }
                int count = u2(end, 10);
                if (count == 0xffff || count > limits.entries()) {
                    findings.add(Code.JAR_TOO_MANY_ENTRIES, "", limits.entries());
                    return List.of();
                }
                long size = u4(end, 12);
                long start = u4(end, 16);
                if (u2(end, 8) != count || start + size != length - END || size > Integer.MAX_VALUE) {
                    findings.add(Code.JAR_HIDDEN_BYTES, "");
                    return List.of();
                }
                return read(bytes(file, start, (int) size), count, findings);
            }
        }

        private static List<String> read(byte[] directory, int count, Findings findings) throws ZipException {
            List<String> names = new ArrayList<>();
            int at = 0;
            while (at < directory.length) {
                if (at + 46 > directory.length || u4(directory, at) != 0x02014b50L) {
                    throw new ZipException("directory is broken");
                }
                int name = u2(directory, at + 28);
                if (at + 46 + name > directory.length) {
                    throw new ZipException("directory is broken");
                }
                names.add(new String(directory, at + 46, name, StandardCharsets.UTF_8));
                at += 46 + name + u2(directory, at + 30) + u2(directory, at + 32);
            }
            if (names.size() != count) {
                findings.add(Code.JAR_HIDDEN_BYTES, "");
            }
            return names;
        }

        private static byte[] bytes(RandomAccessFile file, long at, int length) throws IOException {
            byte[] into = new byte[length];
            file.seek(at);
            file.readFully(into);
            return into;
        }

        private static int u2(byte[] b, int at) {
            return (b[at] & 0xff) | ((b[at + 1] & 0xff) << 8);
        }

        private static long u4(byte[] b, int at) {
            return u2(b, at) | ((long) u2(b, at + 2) << 16);
        }
    }
}
