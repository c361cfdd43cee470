package io.storelane.dataset;

import io.storelane.problem.ProblemException;
import io.storelane.web.Spreadsheet;
import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** A text whose cells are divided by commas, semicolons or tabs. */
final class TextTable implements Table {

    private static final CSVFormat FORMAT = CSVFormat.EXCEL
            .builder()
            .setTrailingData(false)
            .setLenientEof(false)
            .get();

    /** Characters of a row at most: one more is a quote that nothing ends. */
    private static final int LONGEST = 2 * 1024 * 1024;

    private static final int FIRST_LINE = 64 * 1024;

    /** A cell that a program has written so that no spreadsheet program takes it for a number. */
    private static final Pattern KEPT_AS_TEXT = Pattern.compile("=\"([^\"]*)\"");

    private static final Pattern EXPONENT = Pattern.compile("-?\\d(\\.\\d+)?[Ee]\\+\\d{2,3}");

    private final String charset;
    private final Bounded source;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;

    /** @throws ProblemException if it is not in this encoding */
    TextTable(Path file, String charset) throws IOException {
        this.charset = charset;
        BufferedReader reader = new BufferedReader(Charsets.reader(file, charset), FIRST_LINE);
        try {
            reader.mark(FIRST_LINE);
            char[] head = new char[FIRST_LINE - 1];
            int length = Math.max(0, reader.read(head));
            reader.reset();
            this.source = new Bounded(reader);
            this.parser =
                    CSVParser.parse(source, Spreadsheet.divided(FORMAT, new String(head, 0, length).stripLeading()));
            this.records = parser.iterator();
        } catch (CharacterCodingException _) {
            reader.close();
            throw new ProblemException(DatasetProblem.WRONG_CHARSET, charset);
        }
    }

    @Override
    public @Nullable Line next() throws IOException {
        source.begin();
        try {
            if (!records.hasNext()) {
                return null;
            }
            CSVRecord found = records.next();
            List<Cell> cells = new ArrayList<>(found.size());
            for (String cell : found) {
                cells.add(cell(cell));
            }
            return new Line(Math.toIntExact(found.getRecordNumber()), cells);
        } catch (UncheckedIOException | IllegalStateException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw new ProblemException(DatasetProblem.WRONG_CHARSET, charset);
            }
            throw new ProblemException(DatasetProblem.BAD_QUOTES, parser.getRecordNumber() + 1);
        }
    }

    private static Cell cell(String typed) {
        String text = typed.strip().replace("\u0000", "");
        if (text.startsWith("=")) {
            Matcher kept = KEPT_AS_TEXT.matcher(text);
            return kept.matches() ? new Cell(kept.group(1).strip(), Mark.PLAIN) : new Cell(text, Mark.FORMULA_TEXT);
        }
        if (text.length() > 1 && text.startsWith("'") && "=+-@\t\r".indexOf(text.charAt(1)) >= 0) {
            return new Cell(text.substring(1), Mark.PLAIN); // it is written so that it is no formula
        }
        return new Cell(text, EXPONENT.matcher(text).matches() ? Mark.DIGITS_LOST : Mark.PLAIN);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    /** Ends where a row has more characters than any row has. */
    private static final class Bounded extends FilterReader {

        private long left = LONGEST;

        Bounded(Reader in) {
            super(in);
        }

        void begin() {
            left = LONGEST;
        }

        @Override
        public int read() throws IOException {
            take(1);
            return super.read();
        }

        @Override
        public int read(char[] block, int offset, int length) throws IOException {
            int read = super.read(block, offset, length);
            take(read);
            return read;
        }

        private void take(int read) throws IOException {
            left -= read;
            if (left < 0) {
                throw new IOException("A row does not end");
            }
        }
    }
}
