package io.storelane.webhook;

import io.storelane.http.HttpFault;
import io.storelane.http.HttpResult;
import java.util.Arrays;

/** Why a message was not taken. Texts: {@code http.fault.<name>} and {@code webhook.fault.<name>}. */
final class Fault {

    static final String NONE = "";

    /** Taken, but the answer was longer than anybody reads. */
    static final String LONG_ANSWER = "LONG_ANSWER";

    /** Switched off after days in which nothing was taken. */
    static final String FAILED_FOR_DAYS = "FAILED_FOR_DAYS";

    static final String GONE = "GONE";
    private static final int STATUS_GONE = 410;

    private Fault() {}

    /** Key of the sentence that says it; empty if there is nothing to say. */
    static String key(String fault) {
        if (fault.isEmpty()) {
            return "";
        }
        boolean ofTheCall =
                Arrays.stream(HttpFault.values()).anyMatch(f -> f.name().equals(fault));
        return (ofTheCall ? "http.fault." : "webhook.fault.") + fault;
    }

    static boolean isTaken(HttpResult result) {
        return result instanceof HttpResult.Answered a && a.status() >= 200 && a.status() < 300;
    }

    static String of(HttpResult result) {
        return switch (result) {
            case HttpResult.Failed(HttpFault fault) -> fault.name();
            case HttpResult.Answered a when isTaken(a) -> a.cut() ? LONG_ANSWER : NONE;
            case HttpResult.Answered a when a.status() >= 300 && a.status() < 400 -> "REDIRECT";
            case HttpResult.Answered a when a.status() == STATUS_GONE -> GONE;
            case HttpResult.Answered a when a.status() >= 500 -> "SERVER_ERROR";
            case HttpResult.Answered _ -> "NOT_TAKEN";
        };
    }
}
