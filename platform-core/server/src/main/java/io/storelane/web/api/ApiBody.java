package io.storelane.web.api;

import io.storelane.problem.ProblemException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** A request whose body has been read: nothing of it is done before it is known to be no larger than it may be. */
final class ApiBody extends HttpServletRequestWrapper implements AutoCloseable {

    private static final int USUAL = 1024 * 1024;

    /** Of lists of things, and of files. */
    private static final int LARGE = 10 * USUAL;

    /** Of tables that are imported: these are put on the disk, not into the memory. */
    private static final int TABLE = 100 * USUAL;

    private static final String TABLES = "/api/v1/imports";

    private final byte[] content;
    private final @Nullable Path file;

    private ApiBody(HttpServletRequest request, byte[] content, @Nullable Path file) {
        super(request);
        this.content = content;
        this.file = file;
    }

    static ApiBody read(HttpServletRequest request) throws IOException {
        String type = request.getContentType();
        if (request.getRequestURI().equals(TABLES) && request.getMethod().equals("POST")) {
            return spooled(request);
        }
        boolean large = request.getRequestURI().endsWith("/bulk")
                || (type != null && (type.startsWith("image/") || type.startsWith("text/csv")));
        int limit = large ? LARGE : USUAL;
        if (request.getContentLengthLong() > limit) {
            throw tooLarge(limit);
        }
        byte[] content = request.getInputStream().readNBytes(limit + 1);
        if (content.length > limit) {
            throw tooLarge(limit);
        }
        return new ApiBody(request, content, null);
    }

    private static ApiBody spooled(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > TABLE) {
            throw tooLarge(TABLE);
        }
        Path file = Files.createTempFile("storelane-body", "");
        ApiBody body = new ApiBody(request, new byte[0], file);
        try (InputStream in = request.getInputStream();
                OutputStream out = Files.newOutputStream(file)) {
            byte[] block = new byte[64 * 1024];
            long size = 0;
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                size += read;
                if (size > TABLE) {
                    throw tooLarge(TABLE);
                }
                out.write(block, 0, read);
            }
            return body;
        } catch (IOException | RuntimeException e) {
            body.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }

    private static ProblemException tooLarge(int limit) {
        return new ProblemException(ApiProblem.TOO_LARGE, limit / USUAL);
    }

    /** Adds what was sent to a digest. */
    void update(MessageDigest digest) throws IOException {
        try (InputStream in = open()) {
            byte[] block = new byte[64 * 1024];
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                digest.update(block, 0, read);
            }
        }
    }

    private InputStream open() throws IOException {
        return file == null ? new ByteArrayInputStream(content) : new BufferedInputStream(Files.newInputStream(file));
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        InputStream in = open();
        return new ServletInputStream() {
            @Override
            public boolean isFinished() {
                try {
                    return in.available() == 0;
                } catch (IOException _) {
                    return true;
                }
            }

            @Override
            public void close() throws IOException {
                in.close();
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setReadListener(ReadListener listener) {
                throw new UnsupportedOperationException("The body is here already.");
            }

            @Override
            public int read() throws IOException {
                return in.read();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return in.read(bytes, offset, length);
            }
        };
    }

    @Override
    public BufferedReader getReader() throws IOException {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }
}
