package io.storelane.web.list;

import io.storelane.problem.ProblemException;
import io.storelane.web.Problems;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.json.JsonMapper;

/**
 * The answer to a request for a list as a file: a parameter of a controller's method, which brings the parameter {@code format} of
 * the address with it, {@code csv} (if none is named) or {@code xlsx}.
 */
public final class Download {

    /** Rows that somebody waits for; more are written by a job. */
    public static final int MOST = 10_000;

    public static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private final FileFormat format;
    private final ZoneId zone;
    private final Locale locale;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final JsonMapper json;

    Download(
            FileFormat format,
            ZoneId zone,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response,
            JsonMapper json) {
        this.format = format;
        this.zone = zone;
        this.locale = locale;
        this.request = request;
        this.response = response;
        this.json = json;
    }

    /**
     * Answers with the list. It is written to the disk first: what fails half way is a problem and no half file.
     *
     * @throws ProblemException for a program, if there are more than {@link #MOST} rows; a person comes to a page that offers the job
     */
    public <F extends Record> void send(ListFile<F> list, F filter) throws IOException {
        Path file = Files.createTempFile("list-", "." + format.code());
        try {
            long rows = write(list.sheet(filter, locale), file);
            if (rows > MOST) {
                tooMany(list, filter);
                return;
            }
            list.handOut(filter, rows);
            begin(list.name());
            response.setContentLengthLong(Files.size(file));
            Files.copy(file, response.getOutputStream());
        } finally {
            Files.delete(file);
        }
    }

    /** @return rows, one more than {@link #MOST} if there are more */
    private long write(Sheet<?> sheet, Path file) throws IOException {
        long[] rows = {0};
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                SheetWriter writer = SheetWriter.of(format, out, zone)) {
            writer.add(sheet.titles());
            String cursor = "";
            while (cursor != null && rows[0] <= MOST) {
                cursor = sheet.read(cursor, cells -> {
                    rows[0]++;
                    add(writer, cells);
                });
            }
        }
        return rows[0];
    }

    private static void add(SheetWriter writer, List<? extends @Nullable Object> cells) {
        try {
            writer.add(cells);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <F extends Record> void tooMany(ListFile<F> list, F filter) throws IOException {
        if (Problems.isApi(request)) {
            throw new ProblemException(ListProblem.TOO_MANY_ROWS, MOST);
        }
        response.sendRedirect(UriComponentsBuilder.fromPath(Visitor.path("/exports/new"))
                .queryParam("list", list.name())
                .queryParam("format", format.code())
                .queryParam("filter", "{filter}")
                .encode()
                .buildAndExpand(ListFilters.written(json, filter))
                .toUriString());
    }

    private void begin(String name) {
        head(response, name + "-" + LocalDate.now(zone), format.code(), format.mediaType());
        if (format == FileFormat.CSV) {
            response.setCharacterEncoding(StandardCharsets.UTF_8);
        }
    }

    /** Says that a file to save follows. @param name without its ending */
    public static void head(HttpServletResponse response, String name, String ending, String mediaType) {
        response.setContentType(mediaType);
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(name + "." + ending)
                        .build()
                        .toString());
    }
}
