package io.storelane.identity;

import io.storelane.web.WebProperties;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.RestClientRefreshTokenTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/** How the server speaks to the identity provider. */
@Configuration(proxyBeanMethods = false)
class ProviderConfiguration {

    private static final String CLIENT = "storelane";

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
    RestClientAuthorizationCodeTokenResponseClient codes() {
        var client = new RestClientAuthorizationCodeTokenResponseClient();
        client.setRestClient(tokenEndpoint());
        return client;
    }

    @Bean
    RestClientRefreshTokenTokenResponseClient refreshTokens() {
        var client = new RestClientRefreshTokenTokenResponseClient();
        client.setRestClient(tokenEndpoint());
        return client;
    }

    /** What Spring Security makes by default, but a provider that hangs does not hold up a request for ever. */
    private static RestClient tokenEndpoint() {
        return RestClient.builder()
                .requestFactory(requests(Duration.ofSeconds(5)))
                .configureMessageConverters(converters -> converters
                        .addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                .build();
    }

    private static JdkClientHttpRequestFactory requests(Duration readTimeout) {
        var requests = new JdkClientHttpRequestFactory(
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build());
        requests.setReadTimeout(readTimeout);
        return requests;
    }

    @Bean
    KeycloakAdmin keycloakAdmin(IdentityProperties identity) {
        int realms = identity.issuer().indexOf("/realms/");
        String admin = identity.issuer().substring(0, realms) + "/admin"
                + identity.issuer().substring(realms);
        var credentials = new RestClientClientCredentialsTokenResponseClient();
        credentials.setRestClient(tokenEndpoint());
        var tokens = new AdminToken(
                credentials::getTokenResponse,
                new OAuth2ClientCredentialsGrantRequest(ClientRegistration.withRegistrationId("storelane-server")
                        .clientId("storelane-server")
                        .clientSecret(identity.adminSecret())
                        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                        .tokenUri(identity.issuer() + "/protocol/openid-connect/token")
                        .build()));
        RestClient client = RestClient.builder()
                .requestFactory(requests(Duration.ofSeconds(20)))
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
