package io.storelane.identity;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.stereotype.Component;

/**
 * Sends whoever is not signed in to the login. A part of a page that a script asked for is answered 401 with the address of
 * the login, so that the page can keep what was typed before it leaves.
 */
@Component
class LoginEntryPoint implements AuthenticationEntryPoint {

    private final PageAfterLogin pageAfterLogin;

    LoginEntryPoint(PageAfterLogin pageAfterLogin) {
        this.pageAfterLogin = pageAfterLogin;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        pageAfterLogin.remember(request);
        if (request.getHeader("HX-Request") != null) {
            response.setHeader("HX-Redirect", "/login");
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        } else {
            response.sendRedirect("/login");
        }
    }
}
