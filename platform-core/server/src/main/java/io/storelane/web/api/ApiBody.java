package io.storelane.web.api;

import io.storelane.problem.ProblemException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A request whose body has been read: nothing of it is done before it is known to be no larger than it may be. */
final class ApiBody extends HttpServletRequestWrapper {

    private static final int USUAL = 1024 * 1024;

    /** Of lists of things, and of files. */
    private static final int LARGE = 10 * USUAL;

    private final byte[] content;

    private ApiBody(HttpServletRequest request, byte[] content) {
        super(request);
        this.content = content;
    }

    static ApiBody read(HttpServletRequest request) throws IOException {
        String type = request.getContentType();
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
        return new ApiBody(request, content);
    }

    private static ProblemException tooLarge(int limit) {
        return new ProblemException(ApiProblem.TOO_LARGE, limit / USUAL);
    }

    byte[] content() {
        return content.clone();
    }

    @Override
    public ServletInputStream getInputStream() {
        var in = new ByteArrayInputStream(content);
        return new ServletInputStream() {
            @Override
            public boolean isFinished() {
                return in.available() == 0;
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
            public int read() {
                return in.read();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                return in.read(bytes, offset, length);
            }
        };
    }

    @Override
    public BufferedReader getReader() {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }
}
