package io.storelane.identity;

import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Scope;
import io.storelane.web.LocalPath;
import io.storelane.web.WebProperties;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.RestClientRefreshTokenTokenResponseClient;
import org.springframework.security.oauth2.client.oidc.authentication.logout.OidcLogoutToken;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/** Sign-in through the identity provider, and the headers and guards of every page. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IdentityProperties.class)
class SecurityConfiguration {

    private static final String CLIENT = "storelane";

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
            LoginEntryPoint entryPoint)
            throws Exception {
        var csrf = new CookieCsrfTokenRepository();
        csrf.setCookieName(web.secure() ? "__Host-csrf" : "csrf");
        csrf.setCookieCustomizer(c -> c.secure(web.secure()).sameSite("Lax").path("/"));
        var requestCache = new HttpSessionRequestCache();
        // only pages are worth coming back to after login, never a fragment or a file
        requestCache.setRequestMatcher(request -> "GET".equals(request.getMethod())
                && request.getHeader("HX-Request") == null
                && (request.getRequestURI().startsWith("/w/")
                        || request.getRequestURI().startsWith("/invite/")
                        || request.getRequestURI().equals("/account")));
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
                                "/invite/*",
                                "/start")
                        .permitAll()
                        .requestMatchers(SecurityConfiguration::isScrape)
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .csrf(c -> c.csrfTokenRepository(csrf))
                .requestCache(c -> c.requestCache(requestCache))
                .oauth2Login(o -> o.loginPage("/login")
                        .authorizedClientRepository(clients)
                        .authorizationEndpoint(e -> e.authorizationRequestResolver(authorizationRequests))
                        .userInfoEndpoint(u -> u.oidcUserService(userService(users)))
                        .successHandler(backToPage(requestCache))
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
                        .permissionsPolicyHeader(p -> p.policy("camera=(), microphone=(), geolocation=(), payment=()"))
                        .httpStrictTransportSecurity(
                                t -> t.maxAgeInSeconds(Duration.ofDays(365).toSeconds())
                                        .includeSubDomains(true)
                                        // the proxy that ends TLS speaks plain http to this server
                                        .requestMatcher(_ -> web.secure())))
                .build();
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

    /** After login back to the page that asked for it: by its path, since scheme and host are the proxy's matter. */
    private static AuthenticationSuccessHandler backToPage(HttpSessionRequestCache cache) {
        var handler = new SavedRequestAwareAuthenticationSuccessHandler();
        handler.setDefaultTargetUrl("/start");
        handler.setRequestCache(cache);
        handler.setRedirectStrategy((_, response, url) -> {
            URI target = URI.create(url);
            String query = target.getRawQuery();
            response.sendRedirect(LocalPath.orHome(target.getRawPath() + (query == null ? "" : "?" + query)));
        });
        return handler;
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

    @Bean
    ClientRegistrationRepository clientRegistrations(IdentityProperties identity, WebProperties web) {
        String protocol = identity.issuer() + "/protocol/openid-connect";
        // written out, not discovered: the server starts and shows public pages while the provider is away
        return new InMemoryClientRegistrationRepository(ClientRegistration.withRegistrationId(CLIENT)
                .clientId(CLIENT)
                .clientSecret(identity.clientSecret())
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri(web.publicUrl() + "/login/oauth2/code/" + CLIENT)
                .scope("openid", "profile", "email")
                .issuerUri(identity.issuer())
                .authorizationUri(protocol + "/auth")
                .tokenUri(protocol + "/token")
                .jwkSetUri(protocol + "/certs")
                .userInfoUri(protocol + "/userinfo")
                .userNameAttributeName("sub")
                .providerConfigurationMetadata(Map.of("end_session_endpoint", protocol + "/logout"))
                .clientSettings(ClientRegistration.ClientSettings.builder()
                        .requireProofKey(true)
                        .build())
                .build());
    }

    @Bean
    OAuth2AuthorizedClientRepository authorizedClients() {
        return new HttpSessionOAuth2AuthorizedClientRepository();
    }

    @Bean
    RestClientRefreshTokenTokenResponseClient refreshTokens() {
        return new RestClientRefreshTokenTokenResponseClient();
    }

    /** Runs inside the security chain's order, after it: once only, not a second time as a plain servlet filter. */
    @Bean
    FilterRegistrationBean<SessionConfirmation> sessionConfirmationOrder(SessionConfirmation filter) {
        var registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(-90);
        return registration;
    }

    @Bean
    KeycloakAdmin keycloakAdmin(IdentityProperties identity) {
        int realms = identity.issuer().indexOf("/realms/");
        String admin = identity.issuer().substring(0, realms) + "/admin"
                + identity.issuer().substring(realms);
        var requests = new JdkClientHttpRequestFactory();
        requests.setReadTimeout(Duration.ofSeconds(20));
        var tokens = new AdminToken(
                new RestClientClientCredentialsTokenResponseClient()::getTokenResponse,
                new OAuth2ClientCredentialsGrantRequest(ClientRegistration.withRegistrationId("storelane-server")
                        .clientId("storelane-server")
                        .clientSecret(identity.adminSecret())
                        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                        .tokenUri(identity.issuer() + "/protocol/openid-connect/token")
                        .build()));
        RestClient client = RestClient.builder()
                .requestFactory(requests)
                .baseUrl(admin)
                .requestInterceptor((request, body, execution) -> {
                    request.getHeaders().setBearerAuth(tokens.value());
                    return execution.execute(request, body);
                })
                .build();
        return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
                .build()
                .createClient(KeycloakAdmin.class);
    }
}
