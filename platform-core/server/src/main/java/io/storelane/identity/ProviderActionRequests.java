package io.storelane.identity;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;

/**
 * Login requests in the reader's language, and requests to change the password or set up a second factor at the provider
 * ({@code kc_action}: Keycloak's application-initiated actions).
 */
@Component
class ProviderActionRequests implements OAuth2AuthorizationRequestResolver {

    private static final Set<String> ACTIONS = Set.of("UPDATE_PASSWORD", "CONFIGURE_TOTP");

    private final DefaultOAuth2AuthorizationRequestResolver requests;
    private final LocaleResolver locales;
    private final PageAfterLogin pageAfterLogin;

    ProviderActionRequests(
            ClientRegistrationRepository registrations, LocaleResolver localeResolver, PageAfterLogin pageAfterLogin) {
        requests = new DefaultOAuth2AuthorizationRequestResolver(registrations, "/oauth2/authorization");
        locales = localeResolver;
        this.pageAfterLogin = pageAfterLogin;
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
        return withParameters(requests.resolve(request), request);
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String registrationId) {
        return withParameters(requests.resolve(request, registrationId), request);
    }

    private @Nullable OAuth2AuthorizationRequest withParameters(
            @Nullable OAuth2AuthorizationRequest authorization, HttpServletRequest request) {
        if (authorization == null) {
            return null;
        }
        String action = request.getParameter("action");
        boolean known = action != null && ACTIONS.contains(action);
        if (known) {
            pageAfterLogin.remember(request, "/account");
        }
        return OAuth2AuthorizationRequest.from(authorization)
                .additionalParameters(parameters -> {
                    parameters.put("ui_locales", locales.resolveLocale(request).toLanguageTag());
                    if (known) {
                        parameters.put("kc_action", action);
                    }
                })
                .build();
    }
}
