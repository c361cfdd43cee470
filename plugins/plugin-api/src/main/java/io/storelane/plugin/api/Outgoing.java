package io.storelane.plugin.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Service {@code http}: calls to the internet. Names are looked up and checked, so that no call reaches the server's own network;
 * redirects are not followed, cookies are not kept. Never inside of a transaction. A call ends within 15 seconds.
 *
 * <pre>{@code
 * Outgoing.Answer answer = http.send(Outgoing.Request.get("https://api.example.org/orders", Map.of("since", since))
 *         .header("Authorization", "Bearer " + key));
 * if (answer.status() == 429) throw ChannelFault.later("shop.busy", answer.retryAfter().orElse(Duration.ofMinutes(1)));
 * if (answer.status() / 100 != 2) throw new IOException("orders: " + answer.status());
 * }</pre>
 */
public interface Outgoing {

    /**
     * Sends a request.
     *
     * @throws OutgoingException if nobody answered in time, the address may not be called, or the answer has more than 8 MB
     * @throws IllegalStateException within a transaction
     */
    Answer send(Request request) throws OutgoingException;

    /**
     * Sends JSON by {@code POST}.
     *
     * @throws OutgoingException as {@link #send} does
     * @throws IllegalStateException within a transaction
     */
    default Answer post(String url, Map<String, String> headers, String json) throws OutgoingException {
        Request request = Request.json("POST", url, json);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            request = request.header(header.getKey(), header.getValue());
        }
        return send(request);
    }

    /**
     * What is sent.
     *
     * @param method {@code GET}, {@code POST}, {@code PUT}, {@code PATCH} or {@code DELETE}
     * @param url absolute, {@code https}
     * @param headers by name; those of the connection, such as {@code Host} and {@code Content-Length}, are the server's
     * @param contentType of the body; empty if there is none
     * @param body in UTF-8
     */
    record Request(String method, String url, Map<String, String> headers, String contentType, String body) {

        public Request {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }

        /** Asks for something. */
        public static Request get(String url) {
            return new Request("GET", url, Map.of(), "", "");
        }

        /** Asks for something by these parameters, which are put behind the URL. */
        public static Request get(String url, Map<String, String> parameters) {
            String mark = url.contains("?") ? "&" : "?";
            return get(parameters.isEmpty() ? url : url + mark + encoded(parameters));
        }

        public static Request json(String method, String url, String json) {
            return new Request(method, url, Map.of(), "application/json", json);
        }

        /** Sends what a form would, by {@code POST}. */
        public static Request form(String url, Map<String, String> fields) {
            return new Request("POST", url, Map.of(), "application/x-www-form-urlencoded", encoded(fields));
        }

        public static Request delete(String url) {
            return new Request("DELETE", url, Map.of(), "", "");
        }

        /** The same with one more header; one of this name is replaced. */
        public Request header(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.keySet().removeIf(name::equalsIgnoreCase);
            more.put(name, value);
            return new Request(method, url, more, contentType, body);
        }

        private static String encoded(Map<String, String> fields) {
            return fields.entrySet().stream()
                    .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8)
                            + "="
                            + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&"));
        }
    }

    /** What came back. */
    interface Answer {

        int status();

        /** As text in UTF-8; empty if there was none. */
        String body();

        /** The first of this name, whatever its case. */
        Optional<String> header(String name);

        /** How long the other side asks to be left alone: whole seconds of {@code Retry-After}, a day at most. */
        Optional<Duration> retryAfter();
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
