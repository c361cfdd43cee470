package io.storelane.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of a call. */
public sealed interface HttpResult {

    /**
     * The receiver answered.
     *
     * @param content the beginning of the answer
     * @param cut true if there was more than is read
     * @param retryAfter how long the receiver asks to be left alone; null if it does not
     * @param headers the first of each name, whatever its case
     */
    record Answered(
            int status,
            byte[] content,
            boolean cut,
            @Nullable Duration retryAfter,
            Map<String, String> headers) implements HttpResult {

        /** An answer in words. */
        public static Answered of(int status, String body) {
            return new Answered(status, body.getBytes(StandardCharsets.UTF_8), false, null, Map.of());
        }

        /** The content as text. */
        public String body() {
            return new String(content, StandardCharsets.UTF_8);
        }
    }

    record Failed(HttpFault fault) implements HttpResult {}
}
