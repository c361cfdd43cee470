package io.storelane.plugin.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The server does not do what a plugin asked one of its services for, for a reason that the caller can do something about. A page of the
 * plugin that lets it pass is answered with the server's own words, in the language of the person. A transaction in which it was thrown
 * is rolled back.
 *
 * <pre>{@code
 * try {
 *     customers.tag(id, version, tags);
 * } catch (Refusal e) {
 *     if (e.status() == 412) askAgain(); else throw e;
 * }
 * }</pre>
 */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final int status;
    private final transient Map<String, String> fields;

    /** Made by the server. */
    public Refusal(String code, int status, Map<String, String> fields, @Nullable Throwable cause) {
        super(fields.isEmpty() ? code : code + " " + fields, cause);
        this.code = code;
        this.status = status;
        this.fields = Map.copyOf(fields);
    }

    /** What it is, as in the API: {@code customer/changed-meanwhile}. Stays the same for ever. */
    public String code() {
        return code;
    }

    /** The HTTP status that it would be: 403 not allowed, 404 not there, 409 conflict, 412 changed meanwhile, 422 a bad value, ... */
    public int status() {
        return status;
    }

    /** Where it lies, if in values that were given: JSON Pointer and code. */
    public Map<String, String> fields() {
        return fields;
    }
}
