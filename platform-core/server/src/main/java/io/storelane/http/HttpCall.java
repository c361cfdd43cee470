package io.storelane.http;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A call to somebody out in the internet.
 *
 * @param url as {@link OutgoingHttp#check} gives it
 * @param headers those that say who calls and what for
 * @param contentType of the body; empty if there is none
 * @param mostBytes of an answer, what is read at most
 */
public record HttpCall(
        String method, URI url, Map<String, String> headers, String contentType, byte[] body, int mostBytes) {

    static final String JSON = "application/json; charset=UTF-8";

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    /** RFC 9110, section 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

    private static final Pattern VALUE = Pattern.compile("[^\\p{Cntrl}]{0,8000}");
    private static final Pattern TYPE =
            Pattern.compile("([A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+(; ?charset=[A-Za-z0-9-]+)?)?");

    /** Those are the client's: another value would be another request than the one that was checked. */
    private static final Pattern OURS = Pattern.compile(
            "(?i)host|content-length|content-type|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect|proxy-.*");

    /** @throws IllegalArgumentException that names what cannot be sent */
    public HttpCall {
        if (!METHODS.contains(method)) {
            throw new IllegalArgumentException("Method \"" + method + "\" is none of " + METHODS);
        }
        if (!TYPE.matcher(contentType).matches()) {
            throw new IllegalArgumentException("\"" + contentType + "\" is no type of a body");
        }
        headers.forEach((name, value) -> {
            if (!TOKEN.matcher(name).matches() || OURS.matcher(name).matches()) {
                throw new IllegalArgumentException("Header \"" + name + "\" cannot be set");
            }
            if (!VALUE.matcher(value).matches()) {
                throw new IllegalArgumentException("Header \"" + name + "\" has a value that cannot be sent");
            }
        });
        headers = Map.copyOf(headers);
    }
}
