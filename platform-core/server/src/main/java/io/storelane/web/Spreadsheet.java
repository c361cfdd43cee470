package io.storelane.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;

/** Files and rows as spreadsheet programs write and copy them. */
public final class Spreadsheet {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private Spreadsheet() {}

    /**
     * The text of a file: in UTF-8, or else in GB 18030, in which spreadsheet programs save in China; without a byte order mark.
     *
     * @throws CharacterCodingException if it is neither
     */
    public static String text(byte[] file) throws CharacterCodingException {
        String text;
        try {
            text = decoded(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException _) {
            text = decoded(file, Charset.forName("GB18030"));
        }
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    /** True for a file as spreadsheet programs save by themselves, {@code .xlsx} or {@code .xls}: that is no text. */
    public static boolean isWorkbook(byte[] file) {
        return begins(file, 'P', 'K', 3, 4) || begins(file, 0xD0, 0xCF, 0x11, 0xE0);
    }

    private static boolean begins(byte[] file, int... first) {
        return file.length >= first.length
                && IntStream.range(0, first.length).allMatch(i -> (file[i] & 0xFF) == first[i]);
    }

    private static String decoded(byte[] file, Charset charset) throws CharacterCodingException {
        return charset.newDecoder().decode(ByteBuffer.wrap(file)).toString();
    }

    /** The format with what divides the cells of the first line: tabs, else semicolons where there are no commas, else commas. */
    public static CSVFormat divided(CSVFormat format, String text) {
        String first = text.lines().findFirst().orElse("");
        boolean semicolons = first.indexOf(';') >= 0 && first.indexOf(',') < 0;
        return format.builder()
                .setDelimiter(first.indexOf('\t') >= 0 ? '\t' : semicolons ? ';' : ',')
                .get();
    }
}
