package io.storelane.dataset;

import io.storelane.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Encodings of texts: those that can be chosen, and which one a file is in. */
final class Charsets {

    static final String AUTO = "";

    /** UTF-16 without a mark is read by the order of its bytes. */
    static final List<String> KNOWN =
            List.of("UTF-8", "GB18030", "UTF-16", "UTF-16LE", "UTF-16BE", "Big5", "windows-1252");

    private static final int HEAD = 4_096;

    private Charsets() {}

    /** @param guessed true if the file does not say it by itself, and holds more than plain letters */
    record Found(String name, boolean guessed) {}

    /** The encoding as it is written here. @throws ProblemException if there is none of this name */
    static String named(String chosen) {
        return Stream.concat(Stream.of(AUTO), KNOWN.stream())
                .filter(k -> k.equalsIgnoreCase(chosen))
                .findFirst()
                .orElseThrow(
                        () -> new ProblemException(DatasetProblem.CHARSET_UNKNOWN, chosen, String.join(", ", KNOWN)));
    }

    /** @throws ProblemException if there is none of this name, or the file is not in it */
    static Found of(Path file, String chosen) throws IOException {
        if (!chosen.equals(AUTO)) {
            String name = named(chosen);
            if (!fits(file, name)) {
                throw new ProblemException(DatasetProblem.WRONG_CHARSET, name);
            }
            return new Found(name, false);
        }
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(HEAD);
        }
        if (starts(head, 0xEF, 0xBB, 0xBF)) {
            return marked(file, "UTF-8");
        }
        if (starts(head, 0xFF, 0xFE) || starts(head, 0xFE, 0xFF)) {
            return marked(file, "UTF-16");
        }
        String wide = wide(head);
        if (!wide.isEmpty()) {
            return new Found(marked(file, wide).name(), true);
        }
        if (fits(file, "UTF-8")) {
            return new Found("UTF-8", false); // hardly anything else looks like it
        }
        boolean simplified = fits(file, "GB18030");
        if (fits(file, "Big5") && (!simplified || isRatherBig5(file))) {
            return new Found("Big5", true);
        }
        if (simplified) {
            return new Found("GB18030", true);
        }
        throw new ProblemException(DatasetProblem.WRONG_CHARSET, "UTF-8, GB18030, Big5");
    }

    /**
     * What is text in both: in each of them, the characters of everyday stand in one block. Of a few words this is a guess, so who
     * sends the file is shown what it gives.
     */
    private static boolean isRatherBig5(Path file) throws IOException {
        byte[] text;
        try (InputStream in = Files.newInputStream(file)) {
            text = in.readNBytes(HEAD * 16);
        }
        int big5 = 0;
        int gb = 0;
        for (int i = 0; i + 1 < text.length; i++) {
            int lead = text[i] & 0xFF;
            if (lead > 0x80) {
                int trail = text[++i] & 0xFF;
                big5 += lead >= 0xA4 && lead <= 0xC6 ? 1 : 0;
                gb += lead >= 0xB0 && lead <= 0xD7 && trail >= 0xA1 ? 1 : 0;
            }
        }
        return big5 > gb;
    }

    private static Found marked(Path file, String name) throws IOException {
        if (!fits(file, name)) {
            throw new ProblemException(DatasetProblem.WRONG_CHARSET, name);
        }
        return new Found(name, false);
    }

    private static boolean fits(Path file, String name) throws IOException {
        try (Reader reader = reader(file, name)) {
            char[] block = new char[HEAD * 4];
            while (reader.read(block) >= 0) {
                // each is decoded, or it throws
            }
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }

    /** The text of a file without its mark; what is not in this encoding fails. */
    static Reader reader(Path file, String name) throws IOException {
        InputStream in = Files.newInputStream(file);
        Charset charset = Charset.forName(name);
        if (charset.equals(StandardCharsets.UTF_8)) {
            in = new java.io.PushbackInputStream(in, 3);
            byte[] mark = in.readNBytes(3);
            if (!starts(mark, 0xEF, 0xBB, 0xBF)) {
                ((java.io.PushbackInputStream) in).unread(mark);
            }
        }
        return new InputStreamReader(
                in,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    /** UTF-16 without a mark: every second byte of Latin letters, digits and commas is zero. */
    private static String wide(byte[] head) {
        int even = 0;
        int odd = 0;
        for (int i = 0; i < head.length; i++) {
            if (head[i] == 0) {
                even += i % 2 == 0 ? 1 : 0;
                odd += i % 2;
            }
        }
        int some = head.length / 10;
        if (odd > some && even == 0) {
            return "UTF-16LE";
        }
        return even > some && odd == 0 ? "UTF-16BE" : "";
    }

    /** False for what no text begins with, and what is the text of something else. */
    static boolean isText(byte[] head) {
        if (starts(head, 0xFF, 0xFE) || starts(head, 0xFE, 0xFF) || !wide(head).isEmpty()) {
            return true;
        }
        for (byte one : head) {
            int b = one & 0xFF;
            if (b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != 0x1A) {
                return false;
            }
        }
        String begin = new String(head, 0, Math.min(head.length, 200), StandardCharsets.ISO_8859_1)
                .replace("ï»¿", "")
                .strip()
                .toLowerCase(Locale.ROOT);
        return !begin.startsWith("%pdf") && !begin.startsWith("<") && !begin.startsWith("{\"");
    }

    private static boolean starts(byte[] file, int... first) {
        for (int i = 0; i < first.length; i++) {
            if (i >= file.length || (file[i] & 0xFF) != first[i]) {
                return false;
            }
        }
        return true;
    }
}
