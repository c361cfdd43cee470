package io.storelane.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program that speaks to the API. */
public final class ApiClient {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, String> headers = new LinkedHashMap<>();
    private String address = TestStack.APP_URL;

    /** An answer. */
    public record Answer(int status, String body, HttpResponse<String> response) {

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public JsonNode json() {
            return JSON.readTree(body);
        }

        /** Value at a pointer, such as {@code /errors/0/field}; empty if there is none. */
        public String at(String pointer) {
            return json().at(pointer).asString("");
        }

        /** The end of a problem's type. */
        public String problem() {
            return at("/type").replaceFirst("^https://storelane.io/problems/", "");
        }
    }

    /** @param token the key; empty for none */
    public ApiClient(String token) {
        if (!token.isEmpty()) {
            headers.put("Authorization", "Bearer " + token);
        }
    }

    /** The same program, with this header too. */
    public ApiClient with(String name, String value) {
        ApiClient other = at(address);
        other.headers.put(name, value);
        return other;
    }

    /** The same program, speaking to another server. */
    public ApiClient at(String server) {
        ApiClient other = new ApiClient("");
        other.headers.putAll(headers);
        other.address = server;
        return other;
    }

    public Answer get(String path) {
        return send("GET", path, new byte[0]);
    }

    public Answer post(String path, String json) {
        return send("POST", path, json);
    }

    public Answer put(String path, String json) {
        return send("PUT", path, json);
    }

    public Answer delete(String path) {
        return send("DELETE", path, new byte[0]);
    }

    public Answer send(String method, String path, String json) {
        return (headers.containsKey("Content-Type") ? this : with("Content-Type", "application/json"))
                .send(method, path, json.getBytes(StandardCharsets.UTF_8));
    }

    public Answer send(String method, String path, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
