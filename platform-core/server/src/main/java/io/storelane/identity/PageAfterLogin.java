package io.storelane.identity;

import io.storelane.web.LocalPath;
import io.storelane.web.WebProperties;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationSuccessHandler;
import org.springframework.stereotype.Component;

/**
 * Leads back after the login: to the page that was asked for, or to the one whose form or part could not be answered. Never
 * to a fragment or a file, and by path only, since scheme and host are the proxy's matter.
 */
@Component
class PageAfterLogin extends SimpleUrlAuthenticationSuccessHandler {

    private static final String ATTRIBUTE = "page-after-login";
    private static final List<String> PAGES = List.of("/w/", "/invite/", "/account", "/workspaces/");

    private final WebProperties web;

    PageAfterLogin(WebProperties web) {
        this.web = web;
    }

    /** Notes where the person is. */
    void remember(HttpServletRequest request) {
        String page = page(request);
        if (page != null && PAGES.stream().anyMatch(page::startsWith)) {
            remember(request, page);
        }
    }

    void remember(HttpServletRequest request, String page) {
        request.getSession().setAttribute(ATTRIBUTE, page);
    }

    private @Nullable String page(HttpServletRequest request) {
        if (request.getHeader("HX-Request") != null) {
            return ownPath(request.getHeader("HX-Current-URL"));
        }
        if (!"GET".equals(request.getMethod())) {
            return ownPath(request.getHeader(HttpHeaders.REFERER));
        }
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.contains("text/html")
                ? path(request.getRequestURI(), request.getQueryString())
                : null;
    }

    private @Nullable String ownPath(@Nullable String address) {
        if (address == null || !address.startsWith(web.publicUrl() + "/")) {
            return null;
        }
        try {
            URI page = URI.create(address);
            return path(page.getRawPath(), page.getRawQuery());
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static String path(String path, @Nullable String query) {
        return LocalPath.orHome(query == null ? path : path + "?" + query);
    }

    @Override
    protected String determineTargetUrl(HttpServletRequest request, HttpServletResponse response) {
        HttpSession session = request.getSession();
        Object page = session.getAttribute(ATTRIBUTE);
        session.removeAttribute(ATTRIBUTE);
        return page instanceof String path ? path : "/start";
    }
}
