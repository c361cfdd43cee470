package io.storelane.plugin;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a page of a plugin answers, kept until the page is done. So a page that is given up in the middle leaves no trace of an
 * answer, and what it does later reaches nobody.
 */
final class HeldResponse extends HttpServletResponseWrapper {

    @FunctionalInterface
    private interface Step {
        void on(HttpServletResponse response) throws IOException;
    }

    private final HttpServletResponse response;
    private final List<Step> steps = new ArrayList<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable PrintWriter writer;
    private String encoding = "UTF-8";
    private @Nullable String type;
    private int status = SC_OK;
    private boolean ended;

    HeldResponse(HttpServletResponse response) {
        super(response);
        this.response = response;
    }

    /** Answers at last. */
    void send() throws IOException {
        if (writer != null) {
            writer.flush();
        }
        for (Step step : steps) {
            step.on(response);
        }
        if (!response.isCommitted() && body.size() > 0) {
            response.setContentLength(body.size());
            body.writeTo(response.getOutputStream());
        }
    }

    private void later(Step step) {
        if (!ended) {
            steps.add(step);
        }
    }

    @Override
    public void setStatus(int code) {
        status = code;
        later(r -> r.setStatus(code));
    }

    @Override
    public int getStatus() {
        return status;
    }

    @Override
    public void sendError(int code) {
        status = code;
        resetBuffer();
        later(r -> r.sendError(code));
        ended = true;
    }

    @Override
    public void sendError(int code, @Nullable String message) {
        sendError(code);
    }

    @Override
    public void sendRedirect(String location) {
        sendRedirect(location, SC_FOUND, true);
    }

    @Override
    public void sendRedirect(String location, int code, boolean clearBuffer) {
        resetBuffer();
        later(r -> r.sendRedirect(location, code));
        status = code;
        ended = true;
    }

    @Override
    public void addCookie(Cookie cookie) {
        later(r -> r.addCookie(cookie));
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        later(r -> r.setHeader(name, value));
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        later(r -> r.addHeader(name, value));
    }

    @Override
    public void setIntHeader(String name, int value) {
        setHeader(name, String.valueOf(value));
    }

    @Override
    public void addIntHeader(String name, int value) {
        addHeader(name, String.valueOf(value));
    }

    @Override
    public void setDateHeader(String name, long date) {
        later(r -> r.setDateHeader(name, date));
    }

    @Override
    public void addDateHeader(String name, long date) {
        later(r -> r.addDateHeader(name, date));
    }

    @Override
    public void setContentType(@Nullable String contentType) {
        type = contentType;
        later(r -> r.setContentType(contentType));
    }

    @Override
    public @Nullable String getContentType() {
        return type;
    }

    @Override
    public void setCharacterEncoding(@Nullable String name) {
        encoding = name == null ? "UTF-8" : name;
        later(r -> r.setCharacterEncoding(name));
    }

    @Override
    public String getCharacterEncoding() {
        return encoding;
    }

    @Override
    public void setLocale(Locale locale) {
        later(r -> r.setLocale(locale));
    }

    @Override
    public void setContentLength(int length) {}

    @Override
    public void setContentLengthLong(long length) {}

    @Override
    public boolean isCommitted() {
        return ended;
    }

    @Override
    public void flushBuffer() {}

    @Override
    public void reset() {
        steps.clear();
        resetBuffer();
    }

    @Override
    public void resetBuffer() {
        writer = null;
        body.reset();
    }

    @Override
    public PrintWriter getWriter() {
        PrintWriter present = writer;
        if (present == null) {
            present = new PrintWriter(new OutputStreamWriter(body, Charset.forName(encoding)));
            writer = present;
        }
        return present;
    }

    @Override
    public ServletOutputStream getOutputStream() {
        return new ServletOutputStream() {
            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new IllegalStateException("A page of a plugin is written in one piece.");
            }

            @Override
            public void write(int b) {
                body.write(b);
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                body.write(bytes, from, length);
            }
        };
    }
}
