package io.storelane.dataset;

import io.storelane.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Looks at a workbook before it is read: what it unpacks to is counted, not believed. */
final class Workbooks {

    private static final int MOST_ENTRIES = 2_000;

    /** Bytes that all of it may unpack to. */
    private static final long MOST_BYTES = 512L * 1024 * 1024;

    /** Bytes of the texts that all cells share: these are kept in memory. */
    private static final long MOST_TEXTS = 64L * 1024 * 1024;

    /** How many times its size something large may unpack to; tables reach some tens. */
    private static final long MOST_TIMES = 200;

    private static final long LARGE = 10L * 1024 * 1024;

    private static final int BLOCK = 64 * 1024;
    private static final int NAMED = 5;
    private static final long MOST_OUTLINE = 1024 * 1024;

    private static final Pattern MERGED = Pattern.compile("<(?:\\w+:)?mergeCell ref=\"([A-Z0-9:$]{1,30})\"");
    private static final Pattern SHEET = Pattern.compile("<(?:\\w+:)?sheet\\s([^>]*)>");
    private static final Pattern RELATION = Pattern.compile("<(?:\\w+:)?Relationship\\s([^>]*)>");
    private static final Pattern OVERRIDE = Pattern.compile("<(?:\\w+:)?Override\\s([^>]*)>");

    private Workbooks() {}

    /** @throws ProblemException if it is no workbook, is one that would fill the memory, or has merged cells in its first sheet */
    static void requireSafe(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.getEntry("xl/workbook.xml") == null) {
                throw new ProblemException(DatasetProblem.WRONG_TYPE);
            }
            if (zip.size() > MOST_ENTRIES) {
                throw new ProblemException(DatasetProblem.ZIP_BOMB);
            }
            String sheet = firstSheet(zip);
            long total = 0;
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                List<String> merged = new ArrayList<>();
                total +=
                        unpacked(zip, entry, MOST_BYTES - total, entry.getName().equals(sheet) ? merged : null);
                if (!merged.isEmpty()) {
                    throw new ProblemException(DatasetProblem.MERGED_CELLS, String.join(", ", merged));
                }
            }
        } catch (ZipException _) {
            throw new ProblemException(DatasetProblem.BROKEN_WORKBOOK);
        }
    }

    private static long unpacked(
            ZipFile zip, ZipEntry entry, long left, @org.jspecify.annotations.Nullable List<String> merged)
            throws IOException {
        long most = entry.getName().endsWith("sharedStrings.xml") ? Math.min(left, MOST_TEXTS) : left;
        long packed = Math.max(1, entry.getCompressedSize());
        long size = 0;
        String before = "";
        byte[] block = new byte[BLOCK];
        try (InputStream in = zip.getInputStream(entry)) {
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                size += read;
                if (size > most || (size > LARGE && size / packed > MOST_TIMES)) {
                    throw new ProblemException(DatasetProblem.ZIP_BOMB);
                }
                if (merged != null) {
                    String seen = before + new String(block, 0, read, StandardCharsets.ISO_8859_1);
                    Matcher found = MERGED.matcher(seen);
                    while (found.find() && merged.size() < NAMED) {
                        if (!merged.contains(found.group(1))) {
                            merged.add(found.group(1));
                        }
                    }
                    before = seen.substring(Math.max(0, seen.length() - 100));
                }
            }
        }
        return size;
    }

    /** False if it names none, or names them and has none: programs write workbooks without. */
    static boolean hasFormats(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Matcher part = OVERRIDE.matcher(outline(zip, "[Content_Types].xml"));
            while (part.find()) {
                if (attribute(part.group(1), "ContentType").orElse("").endsWith("spreadsheetml.styles+xml")) {
                    String name = attribute(part.group(1), "PartName").orElse("");
                    return zip.stream()
                            .anyMatch(
                                    e -> e.getName().equalsIgnoreCase(name.startsWith("/") ? name.substring(1) : name));
                }
            }
            return false;
        }
    }

    /** Name of the entry that holds the first sheet that is to be seen. */
    private static String firstSheet(ZipFile zip) throws IOException {
        Matcher sheet = SHEET.matcher(outline(zip, "xl/workbook.xml"));
        String first = "";
        while (sheet.find()) {
            if (first.isEmpty()
                    || attribute(first, "state")
                            .orElse("")
                            .toLowerCase(Locale.ROOT)
                            .endsWith("hidden")) {
                first = sheet.group(1);
            }
        }
        if (first.isEmpty()) {
            throw new ProblemException(DatasetProblem.BROKEN_WORKBOOK);
        }
        String id = attribute(first, "(?:\\w+:)id").orElse("");
        Matcher relation = RELATION.matcher(outline(zip, "xl/_rels/workbook.xml.rels"));
        while (relation.find()) {
            if (attribute(relation.group(1), "Id").orElse("").equals(id)) {
                String target = attribute(relation.group(1), "Target").orElse("");
                return target.startsWith("/") ? target.substring(1) : "xl/" + target;
            }
        }
        return "";
    }

    private static Optional<String> attribute(String attributes, String name) {
        Matcher found = Pattern.compile("(?:^|\\s)" + name + "=\"([^\"]*)\"").matcher(attributes);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    private static String outline(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new ProblemException(DatasetProblem.BROKEN_WORKBOOK);
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return new String(in.readNBytes((int) MOST_OUTLINE), StandardCharsets.UTF_8);
        }
    }
}
