package io.storelane.export.web;

import io.storelane.export.Exports;
import io.storelane.web.list.Download;
import io.storelane.web.list.FileFormat;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Sends the file of an export. */
@Component
class ExportFiles {

    private final Exports exports;

    ExportFiles(Exports exports) {
        this.exports = exports;
    }

    void send(UUID id, @Nullable FileFormat format, HttpServletResponse response) throws IOException {
        Exports.Ready ready = exports.fetch(id, format);
        if (ready.ending().equals("zip")) {
            head(ready, response);
            exports.archive(ready, response.getOutputStream());
            return;
        }
        Path file = Files.createTempFile("export-", "." + ready.ending());
        try {
            exports.list(ready, file);
            head(ready, response);
            response.setContentLengthLong(Files.size(file));
            Files.copy(file, response.getOutputStream());
        } finally {
            Files.delete(file);
        }
    }

    private static void head(Exports.Ready ready, HttpServletResponse response) {
        Download.head(response, ready.name(), ready.ending(), ready.mediaType());
        response.setHeader("Cache-Control", "no-store");
    }
}
