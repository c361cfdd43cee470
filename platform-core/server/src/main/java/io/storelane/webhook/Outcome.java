package io.storelane.webhook;

import io.storelane.http.HttpResult;
import java.time.Instant;

/** What came of a try. */
record Outcome(Sending sending, HttpResult result, Instant at, long millis) {}
