package io.storelane.local;

import java.io.Serial;

/** Something on this machine keeps the local stack from running; the message says what is wrong and what to do. */
public class LocalFailure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public LocalFailure(String message) {
        super(message);
    }

    public LocalFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
