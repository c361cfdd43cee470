package io.storelane.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of a call. */
public sealed interface HttpResult {

    /**
     * The receiver answered.
     *
     * @param body the beginning of the answer, as text
     * @param cut true if there was more than is read
     * @param retryAfter how long the receiver asks to be left alone; null if it does not
     */
    record Answered(
            int status, String body, boolean cut, @Nullable Duration retryAfter) implements HttpResult {}

    record Failed(HttpFault fault) implements HttpResult {}
}
