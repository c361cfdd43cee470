package io.storelane.plugin.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

/**
 * A program that calls the server's API with a key of the workspace, which may do all that its owner may.
 *
 * <pre>{@code
 * String id = shop.api().post("/api/v1/customers", json).at("/id");
 * }</pre>
 */
public final class Api {
    private final HttpClient client = HttpClient.newHttpClient();
    private final String address;
    private final String token;

    Api(String address, String token) {
        this.address = address;
        this.token = token;
    }

    /** @param path from the server's root */
    public Outcome get(String path) {
        return send(request(path).GET());
    }

    public Outcome post(String path, String json) {
        return send(request(path).POST(BodyPublishers.ofString(json)));
    }

    /** Changes something that nobody has changed since it was read. @param version as it was read */
    public Outcome post(String path, String json, long version) {
        return send(request(path).header("If-Match", "\"" + version + "\"").POST(BodyPublishers.ofString(json)));
    }

    /** Sends a file, such as a picture. */
    public Outcome post(String path, byte[] content, String contentType) {
        return send(request(path).setHeader("Content-Type", contentType).POST(BodyPublishers.ofByteArray(content)));
    }

    /** Changes something that nobody has changed since it was read. @param version as it was read */
    public Outcome put(String path, String json, long version) {
        return send(request(path).header("If-Match", "\"" + version + "\"").PUT(BodyPublishers.ofString(json)));
    }

    public Outcome put(String path, String json) {
        return send(request(path).PUT(BodyPublishers.ofString(json)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private Outcome send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Outcome(
                    answer.statusCode(),
                    answer.body(),
                    answer.headers().firstValue("Location").orElse(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
