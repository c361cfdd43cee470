package io.storelane.dataset;

import io.storelane.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** In which form a file holds its rows: found by what stands in it, not by its name. */
enum FileForm {
    CSV,
    XLSX;

    private static final int LOOKED_AT = 64 * 1024;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static FileForm of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** @throws ProblemException if it is neither, saying what it seems to be */
    static FileForm of(Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(LOOKED_AT);
        }
        if (head.length == 0) {
            throw new ProblemException(DatasetProblem.NO_ROWS);
        }
        if (begins(head, 'P', 'K', 3, 4)) {
            Workbooks.requireSafe(file);
            return XLSX;
        }
        if (begins(head, 0xD0, 0xCF, 0x11, 0xE0)) {
            boolean locked = contains(file, "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE));
            throw new ProblemException(locked ? DatasetProblem.LOCKED_WORKBOOK : DatasetProblem.OLD_WORKBOOK);
        }
        if (!Charsets.isText(head)) {
            throw new ProblemException(DatasetProblem.WRONG_TYPE);
        }
        return CSV;
    }

    private static boolean begins(byte[] file, int... first) {
        for (int i = 0; i < first.length; i++) {
            if (i >= file.length || (file[i] & 0xFF) != first[i]) {
                return false;
            }
        }
        return true;
    }

    /** The directory of such a file may stand at its end. */
    private static boolean contains(Path file, byte[] wanted) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(wanted, StandardCharsets.ISO_8859_1);
            String before = "";
            while (true) {
                byte[] block = in.readNBytes(LOOKED_AT);
                if (block.length == 0) {
                    return false;
                }
                String seen = before + new String(block, StandardCharsets.ISO_8859_1);
                if (seen.contains(text)) {
                    return true;
                }
                before = seen.substring(Math.max(0, seen.length() - wanted.length));
            }
        }
    }
}
