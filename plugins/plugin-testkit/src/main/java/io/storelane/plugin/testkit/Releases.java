package io.storelane.plugin.testkit;

import io.storelane.plugin.tool.Operator;
import io.storelane.plugin.tool.Signatures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;

/**
 * What an operator does with releases on the server of the test: install, upgrade, remove.
 *
 * <pre>{@code
 * releases.upgrade("0.2.0", Map.of("db/changelog/0002-add-kind.sql", sql, "db/changelog/master.yaml", list));
 * }</pre>
 */
public final class Releases {
    private final String address;
    private final String token;
    private final Path keys;
    private final Path home;

    Releases(String address, String token, Path keys, Path home) {
        this.address = address;
        this.token = token;
        this.keys = keys;
        this.home = home;
    }

    /** Signs a jar with the key that the server trusts, and installs it or upgrades to it. */
    public Outcome install(Path jar) {
        try {
            Path signature = Signatures.sign(jar, keys.resolve("plugin.key"));
            Operator.Answer answer = Operator.install(address, token, jar, signature);
            return new Outcome(answer.status(), answer.body(), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (GeneralSecurityException | Signatures.Malformed e) {
            throw new IllegalStateException("The test kit cannot sign " + jar, e);
        }
    }

    /** The release of the plugin that is being built. */
    public Outcome install() {
        return upgrade(PluginJar.property("plugin.version"), Map.of());
    }

    /**
     * Upgrades to a release that does not exist yet: the plugin that is being built with another version, and some files replaced or
     * added.
     *
     * @param files by name in the jar
     */
    public Outcome upgrade(String version, Map<String, String> files) {
        try {
            Files.createDirectories(home);
            return install(PluginJar.pack(Files.createTempDirectory(home, "release"), version, files));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Removes a plugin, and waits until that is done.
     *
     * @param withData true to remove its tables, with the rows of all workspaces
     */
    public Outcome remove(String plugin, boolean withData) {
        Outcome answer = send(
                request("/" + plugin + "?data=" + (withData ? "drop" : "keep")).DELETE());
        if (withData && answer.status() < 300) {
            Patience.until(() ->
                    send(request("/" + plugin + "/removal").GET()).at("/state").equals("done"));
        }
        return answer;
    }

    /** What is installed, as JSON. */
    public Outcome list() {
        return send(request("").GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + "/operator/v1/plugins" + path))
                .header("Authorization", "Bearer " + token);
    }

    private static Outcome send(HttpRequest.Builder request) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Outcome(answer.statusCode(), answer.body(), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
