package io.storelane.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** A browser without a screen: cookies, forms with their protection, no redirects. */
public final class Browser {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    private final String server;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final SecureRandom random = new SecureRandom();

    /** An answer. */
    public record Answer(int status, String body, HttpResponse<String> response) {

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public String cookieLine(String name) {
            return response.headers().allValues("Set-Cookie").stream()
                    .filter(c -> c.startsWith(name + "="))
                    .findFirst()
                    .orElse("");
        }
    }

    public Browser() {
        this(TestStack.APP_URL);
    }

    /** @param server address of a server other than that of the tests */
    public Browser(String server) {
        this.server = server;
        cookies.put("csrf", UUID.randomUUID().toString());
        headers.put("Accept", "text/html,application/xhtml+xml");
        headers.put("Accept-Language", "en");
    }

    public Browser cookie(String name, String value) {
        cookies.put(name, value);
        return this;
    }

    public Browser header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    /** The bytes of a file. */
    public byte[] file(String path) {
        try {
            return CLIENT.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public Answer post(String path, Map<String, String> form) {
        return postRaw(path, encode(form), "application/x-www-form-urlencoded", true);
    }

    /** Sends a form without the value that proves where it comes from. */
    public Answer postUnprotected(String path, Map<String, String> form) {
        return postRaw(path, encode(form), "application/x-www-form-urlencoded", false);
    }

    public Answer postRaw(String path, String body, String type, boolean isProtected) {
        HttpRequest.Builder request = request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body));
        if (isProtected) {
            request.header("X-XSRF-TOKEN", masked());
        }
        return send(request);
    }

    /** Sends one file. */
    public Answer upload(String path, String field, String fileName, String type, byte[] content) {
        String boundary = "----" + UUID.randomUUID();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + field + "\"; filename=\""
                        + fileName + "\"\r\nContent-Type: " + type + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return send(request(path)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .header("X-XSRF-TOKEN", masked())
                .POST(BodyPublishers.ofByteArray(body.toByteArray())));
    }

    public Answer send(String method, String path) {
        return send(request(path)
                .header("X-XSRF-TOKEN", masked())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, BodyPublishers.noBody()));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path));
        headers.forEach(request::header);
        request.header(
                "Cookie",
                cookies.entrySet().stream()
                        .map(c -> c.getKey() + "=" + c.getValue())
                        .collect(Collectors.joining("; ")));
        return request;
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            response.headers().allValues("Set-Cookie").forEach(this::keep);
            return new Answer(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void keep(String line) {
        String pair = line.split(";", 2)[0];
        int at = pair.indexOf('=');
        if (at > 0) {
            cookies.put(pair.substring(0, at), pair.substring(at + 1));
        }
    }

    /** The token as pages carry it: mixed with random bytes, so that it is another on each page. */
    private String masked() {
        byte[] token = cookies.getOrDefault("csrf", "").getBytes(StandardCharsets.UTF_8);
        byte[] both = new byte[token.length * 2];
        byte[] noise = new byte[token.length];
        random.nextBytes(noise);
        for (int i = 0; i < token.length; i++) {
            both[i] = noise[i];
            both[token.length + i] = (byte) (noise[i] ^ token[i]);
        }
        return Base64.getUrlEncoder().encodeToString(both);
    }

    public static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(e -> URLEncoder.encode(e.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
