package io.storelane.plugin.api;

import java.util.Map;

/**
 * Service {@code http}: calls to the internet. Names are looked up and checked, so that no call reaches the server's own network;
 * redirects are not followed. Never inside of a transaction.
 *
 * <pre>{@code
 * Outgoing.Answer answer = http.post("https://api.example.org/points", Map.of("Authorization", "Bearer " + key), json);
 * if (answer.status() / 100 != 2) throw new IOException("points: " + answer.status());
 * }</pre>
 */
public interface Outgoing {

    /**
     * Sends JSON.
     *
     * @throws OutgoingException if nobody answered in time, or the address may not be called
     * @throws IllegalStateException within a transaction
     */
    Answer post(String url, Map<String, String> headers, String json) throws OutgoingException;

    /** What came back. */
    interface Answer {

        int status();

        /** The first 64 kB. */
        String body();
    }

    /** A call that came to nothing. */
    final class OutgoingException extends Exception {

        private static final long serialVersionUID = 1L;

        /** @param fault what happened, one word */
        public OutgoingException(String fault) {
            super(fault);
        }
    }
}
