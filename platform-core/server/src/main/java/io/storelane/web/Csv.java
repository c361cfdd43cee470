package io.storelane.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;

/** Lists as files that spreadsheet programs open; no cell of them is taken for a formula. */
public final class Csv {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");

    /** What a formula begins with; programs of East Asia take the wide forms for the narrow ones. */
    private static final String FORMULA = "=+-@\t\r\n＝＋－＠";

    private Csv() {}

    /** A time as all files write it: ISO 8601 with seconds and the offset of the zone. Empty for null. */
    public static String time(@Nullable Instant time, ZoneId zone) {
        return time == null ? "" : TIME.format(time.atZone(zone));
    }

    /**
     * Answers with a file to save, in UTF-8 with a byte order mark.
     *
     * @param name first part of the file's name; the day in the given zone follows
     */
    public static void send(
            HttpServletResponse response, String name, ZoneId zone, List<String> header, Stream<List<String>> rows)
            throws IOException {
        response.setContentType("text/csv");
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(name + "-" + LocalDate.now(zone) + ".csv")
                        .build()
                        .toString());
        PrintWriter writer = response.getWriter();
        writer.write('\uFEFF');
        CSVPrinter printer = new CSVPrinter(writer, CSVFormat.EXCEL);
        printer.printRecord(header.stream().map(Csv::safe).toList());
        for (List<String> row : (Iterable<List<String>>) rows::iterator) {
            printer.printRecord(row.stream().map(Csv::safe).toList());
        }
        printer.flush();
    }

    /** The text such that no spreadsheet program calculates it; a plain number stays one. */
    public static String safe(String text) {
        return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 && !text.matches("-\\d{1,18}(\\.\\d{1,9})?")
                ? "'" + text
                : text;
    }
}
