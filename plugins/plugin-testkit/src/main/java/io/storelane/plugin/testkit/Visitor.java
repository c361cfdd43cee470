package io.storelane.plugin.testkit;

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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser in the hands of somebody; it follows no redirects. */
public final class Visitor {
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final String address;
    private String language = "en";

    String address() {
        return address;
    }

    Visitor(String address, String session) {
        this.address = address;
        if (!session.isEmpty()) {
            cookies.put("session", session);
        }
    }

    /** The same browser, asking for another language: {@code zh-CN} or {@code en}. */
    public Visitor speaking(String tag) {
        Visitor other = new Visitor(address, "");
        other.cookies.putAll(cookies);
        other.cookies.remove("lang");
        other.language = tag;
        return other;
    }

    /** @param path from the server's root */
    public Outcome get(String path) {
        return send(request(path).GET());
    }

    /** Sends a form, with the token that a page of the same workspace gave. */
    public Outcome post(String path, Map<String, String> form) {
        return post(path, List.copyOf(form.entrySet()));
    }

    /** The same with fields that may be there more than once. */
    public Outcome post(String path, List<Map.Entry<String, String>> form) {
        List<Map.Entry<String, String>> fields = new ArrayList<>(form);
        Outcome page = get(path.replaceFirst("^(/w/[^/]+).*", "$1"));
        Matcher token = TOKEN.matcher(page.body());
        if (token.find()) {
            fields.add(Map.entry("_csrf", token.group(1)));
        }
        String body = fields.stream()
                .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
                .collect(Collectors.joining("&"));
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    /**
     * Sends a form with a file.
     *
     * @param field name of the field that the file is in
     */
    public Outcome upload(String path, Map<String, String> form, String field, String fileName, byte[] content) {
        Map<String, String> fields = new LinkedHashMap<>(form);
        Matcher token =
                TOKEN.matcher(get(path.replaceFirst("^(/w/[^/]+).*", "$1")).body());
        if (token.find()) {
            fields.put("_csrf", token.group(1));
        }
        String boundary = "----" + UUID.randomUUID();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        fields.forEach(
                (name, value) -> part(body, boundary, "name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8)));
        part(body, boundary, "name=\"" + field + "\"; filename=\"" + fileName + "\"", content);
        body.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return send(request(path)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.ofByteArray(body.toByteArray())));
    }

    private static void part(ByteArrayOutputStream body, String boundary, String name, byte[] content) {
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; " + name + "\r\n\r\n";
        body.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + path)).header("Accept-Language", language);
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(e -> e.getKey() + "=" + e.getValue())
                            .collect(Collectors.joining("; ")));
        }
        return request;
    }

    private Outcome send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            answer.headers().allValues("Set-Cookie").forEach(this::keep);
            String location = answer.headers().firstValue("Location").orElse("");
            return new Outcome(answer.statusCode(), answer.body(), location);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void keep(String line) {
        String[] cookie = line.split(";", 2)[0].split("=", 2);
        cookies.put(cookie[0], cookie[1]);
    }
}
