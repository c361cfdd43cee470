package io.storelane.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.client.endpoint.OAuth2RefreshTokenGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientRefreshTokenTokenResponseClient;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Confirms a session with the identity provider every ten minutes. The provider tells nobody when a person is disabled there;
 * it refuses to refresh the session, which then ends here too. While the provider does not answer, the session goes on.
 */
@Component
class SessionConfirmation extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(SessionConfirmation.class);
    private static final String CONFIRMED_AT = "confirmed-at";

    private final IdentityProperties properties;
    private final OAuth2AuthorizedClientRepository clients;
    private final RestClientRefreshTokenTokenResponseClient tokens;
    private final Clock clock;
    private final LoginEntryPoint entryPoint;

    SessionConfirmation(
            IdentityProperties properties,
            OAuth2AuthorizedClientRepository clients,
            RestClientRefreshTokenTokenResponseClient tokens,
            Clock clock,
            LoginEntryPoint entryPoint) {
        this.properties = properties;
        this.clients = clients;
        this.tokens = tokens;
        this.clock = clock;
        this.entryPoint = entryPoint;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/assets/")
                || request.getRequestURI().startsWith("/api/")
                || request.getRequestURI().startsWith("/actuator/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        HttpSession session = request.getSession(false);
        if (session != null && authentication instanceof OAuth2AuthenticationToken login && isDue(session)) {
            // before the answer of the provider: of several requests at once, one asks
            session.setAttribute(CONFIRMED_AT, clock.instant());
            if (!confirm(login, request, response)) {
                session.invalidate();
                SecurityContextHolder.clearContext();
                entryPoint.commence(request, response, new InsufficientAuthenticationException("not confirmed"));
                return;
            }
        }
        chain.doFilter(request, response);
    }

    private boolean isDue(HttpSession session) {
        if (session.getAttribute(CONFIRMED_AT) instanceof Instant confirmed) {
            return confirmed.plus(properties.refreshAfter()).isBefore(clock.instant());
        }
        session.setAttribute(CONFIRMED_AT, clock.instant());
        return false;
    }

    private boolean confirm(OAuth2AuthenticationToken login, HttpServletRequest request, HttpServletResponse response) {
        OAuth2AuthorizedClient client =
                clients.loadAuthorizedClient(login.getAuthorizedClientRegistrationId(), login, request);
        OAuth2RefreshToken refreshToken = client == null ? null : client.getRefreshToken();
        if (client == null || refreshToken == null) {
            return false;
        }
        try {
            OAuth2AccessTokenResponse answer = tokens.getTokenResponse(new OAuth2RefreshTokenGrantRequest(
                    client.getClientRegistration(), client.getAccessToken(), refreshToken));
            OAuth2RefreshToken next = answer.getRefreshToken();
            clients.saveAuthorizedClient(
                    new OAuth2AuthorizedClient(
                            client.getClientRegistration(),
                            client.getPrincipalName(),
                            answer.getAccessToken(),
                            next == null ? refreshToken : next),
                    login,
                    request,
                    response);
            return true;
        } catch (OAuth2AuthorizationException e) {
            if ("invalid_grant".equals(e.getError().getErrorCode())) {
                return false;
            }
            log.warn("The identity provider did not confirm a session, it goes on", e);
            return true;
        }
    }
}
