package io.storelane.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import org.springframework.core.env.Environment;

/** A server for trials has its database and its identity provider on the same machine. */
final class Trial {

    private Trial() {}

    /** @throws IllegalStateException if one of the two is elsewhere: then people depend on this server */
    static void require(Environment environment) {
        String database = environment.getProperty("storelane.db.url", "");
        String issuer = environment.getProperty("storelane.identity.issuer", "");
        if (!isHere(database.replaceFirst("^jdbc:", "")) || !isHere(issuer)) {
            throw new IllegalStateException(
                    "storelane.http.allow lets workspaces call addresses of this machine or of the inner"
                            + " network. It is for trials alone, where the database and the identity provider run on this machine:"
                            + " remove STORELANE_HTTP_ALLOW.");
        }
    }

    private static boolean isHere(String url) {
        try {
            String host = URI.create(url).getHost();
            return host != null && Stream.of(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (IllegalArgumentException | UnknownHostException _) {
            return false;
        }
    }
}
