package io.storelane.local;

import java.io.Serial;

/** A reason why the local services cannot run, worded for the person at the keyboard: what is wrong and what to do. */
public final class LocalStackException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    LocalStackException(String message) {
        super(message);
    }

    LocalStackException(String message, Throwable cause) {
        super(message, cause);
    }
}
