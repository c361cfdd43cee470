package io.storelane.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** The page of ours with the form or link that led to a request: where somebody wants to be again when it was refused. */
final class CameFrom {

    private CameFrom() {}

    /** Its path and query; null if there is none, it is of another site, or it is the very page that was asked for. */
    static @Nullable String path(HttpServletRequest request) {
        String referer = request.getHeader(HttpHeaders.REFERER);
        if (referer == null) {
            return null;
        }
        URI from;
        try {
            from = new URI(referer);
        } catch (URISyntaxException _) {
            return null;
        }
        String path = from.getRawPath();
        if (path == null || !path.startsWith("/") || path.startsWith("//") || path.equals("/")) {
            return null;
        }
        String authority = from.getRawAuthority();
        if (authority == null || !authority.equals(request.getHeader(HttpHeaders.HOST))) {
            return null;
        }
        if ("GET".equals(request.getMethod()) && path.equals(request.getRequestURI())) {
            return null;
        }
        return from.getRawQuery() == null ? path : path + "?" + from.getRawQuery();
    }
}
