package io.storelane.identity;

import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Scope;
import io.storelane.web.WebProperties;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.oidc.authentication.logout.OidcLogoutToken;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/** Sign-in through the identity provider, and the headers and guards of every page. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IdentityProperties.class)
class SecurityConfiguration {

    @Bean
    SecurityFilterChain security(
            HttpSecurity http,
            IdentityProperties identity,
            WebProperties web,
            Users users,
            OidcSessions sessions,
            ClientRegistrationRepository registrations,
            OAuth2AuthorizedClientRepository clients,
            ProviderActionRequests authorizationRequests,
            AccessDeniedHandler denied,
            LoginEntryPoint entryPoint,
            PageAfterLogin pageAfterLogin,
            RestClientAuthorizationCodeTokenResponseClient codes)
            throws Exception {
        var csrf = new CookieCsrfTokenRepository();
        csrf.setCookieName(web.secure() ? "__Host-csrf" : "csrf");
        csrf.setCookieCustomizer(c -> c.secure(web.secure()).sameSite("Lax").path("/"));
        var logout = new OidcClientInitiatedLogoutSuccessHandler(registrations);
        logout.setPostLogoutRedirectUri(web.publicUrl() + "/");
        return http.authorizeHttpRequests(a -> a.requestMatchers(
                                "/",
                                "/signup",
                                "/signup/**",
                                "/terms",
                                "/privacy",
                                "/preferences",
                                "/assets/**",
                                "/favicon.ico",
                                "/robots.txt",
                                "/error",
                                "/login",
                                "/login/failed",
                                "/actuator/health/**",
                                "/design",
                                "/design/**",
                                "/developers",
                                "/developer/maven/**",
                                "/invite/*",
                                "/t/*",
                                "/start",
                                "/hooks/*/*", // the address is the secret
                                "/operator/**") // asks for a token of its own
                        .permitAll()
                        .requestMatchers(SecurityConfiguration::isScrape)
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .csrf(c -> c.csrfTokenRepository(csrf)
                        // no cookie opens it, so no other page can use one
                        .ignoringRequestMatchers("/operator/**", "/hooks/*/*"))
                .requestCache(c -> c.requestCache(new NullRequestCache()))
                .oauth2Login(o -> o.loginPage("/login")
                        .tokenEndpoint(t -> t.accessTokenResponseClient(codes))
                        .authorizedClientRepository(clients)
                        .authorizationEndpoint(e -> e.authorizationRequestResolver(authorizationRequests))
                        .userInfoEndpoint(u -> u.oidcUserService(userService(users)))
                        .successHandler(pageAfterLogin)
                        .failureUrl("/login/failed"))
                .oidcLogout(o -> o.oidcSessionRegistry(sessions)
                        .backChannel(b -> b.logoutHandler((_, _, authentication) -> {
                            if (authentication != null
                                    && authentication.getPrincipal() instanceof OidcLogoutToken token) {
                                sessions.end(token);
                            }
                        })))
                .logout(l -> l.logoutRequestMatcher(PathPatternRequestMatcher.withDefaults()
                                .matcher(org.springframework.http.HttpMethod.POST, "/logout"))
                        .logoutSuccessHandler(logout)
                        .deleteCookies(web.secure() ? "__Host-session" : "session"))
                .exceptionHandling(e -> e.accessDeniedHandler(denied).authenticationEntryPoint(entryPoint))
                .sessionManagement(s -> s.sessionFixation(f -> f.changeSessionId()))
                .headers(h -> h.contentSecurityPolicy(c -> c.policyDirectives(policy(identity)))
                        .referrerPolicy(r -> r.policy(ReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN))
                        .frameOptions(f -> f.deny())
                        // codes of goods and papers are read by the camera of a phone, on own pages alone
                        .permissionsPolicyHeader(
                                p -> p.policy("camera=(self), microphone=(), geolocation=(), payment=()"))
                        .httpStrictTransportSecurity(
                                t -> t.maxAgeInSeconds(Duration.ofDays(365).toSeconds())
                                        .includeSubDomains(true)
                                        // the proxy that ends TLS speaks plain http to this server
                                        .requestMatcher(_ -> web.secure())))
                .build();
    }

    /** A measurement per filter and request costs more than it tells. */
    @Bean
    SecurityObservationSettings observations() {
        return SecurityObservationSettings.noObservations();
    }

    /** The database holds no NUL character in a text, and nobody types one. */
    @Bean
    StrictHttpFirewall firewall() {
        var firewall = new StrictHttpFirewall();
        firewall.setAllowedParameterValues(value -> value.indexOf('\0') < 0);
        return firewall;
    }

    /** Metrics are for a scraper in the same network that comes by itself, not through the proxy of the public. */
    private static boolean isScrape(HttpServletRequest request) {
        if (!request.getRequestURI().equals("/actuator/prometheus") || request.getHeader("X-Forwarded-For") != null) {
            return false;
        }
        try {
            InetAddress address = InetAddress.getByName(request.getRemoteAddr());
            return address.isLoopbackAddress() || address.isSiteLocalAddress();
        } catch (UnknownHostException _) {
            return false;
        }
    }

    /** Chromium applies form-action to redirects as well, so it names the provider: else logout fails. */
    private static String policy(IdentityProperties identity) {
        return "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
                + "connect-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'; form-action 'self' "
                + identity.origin();
    }

    private static OAuth2UserService<OidcUserRequest, OidcUser> userService(Users users) {
        OidcUserService service = new OidcUserService();
        return request -> {
            OidcUser proved = service.loadUser(request);
            String subject = proved.getSubject();
            String email = proved.getEmail();
            if (!Boolean.TRUE.equals(proved.getEmailVerified()) || email == null || subject == null) {
                throw new OAuth2AuthenticationException(new OAuth2Error("email_not_confirmed"));
            }
            String locale = proved.getLocale();
            String name = proved.getFullName();
            Locale language = Locale.forLanguageTag(locale == null ? "en" : locale);
            Users.User user;
            try {
                user = Scope.PLATFORM.call(() -> users.signedIn(subject, email, name == null ? "" : name, language));
            } catch (ProblemException e) {
                throw new OAuth2AuthenticationException(new OAuth2Error("address_of_another"), e);
            }
            return new StorelaneUser(proved, user.id());
        };
    }

    /** Runs inside the security chain's order, after it: once only, not a second time as a plain servlet filter. */
    @Bean
    FilterRegistrationBean<SessionConfirmation> sessionConfirmationOrder(SessionConfirmation filter) {
        var registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(-90);
        return registration;
    }
}
