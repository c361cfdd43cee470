package io.storelane.plugin;

import io.storelane.access.Access;
import io.storelane.plugin.api.OAuth;
import io.storelane.plugin.api.OAuthClient;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import io.storelane.web.VisitorSource;
import io.storelane.web.WebProperties;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Authorizations that people give to plugins in other systems (RFC 6749 with RFC 7636). What comes back to the server is known by its
 * state alone, so that holds for one workspace, plugin and person, once and for a short time.
 */
@Component
public class PluginAuthorizations {

    private static final Duration VALID = Duration.ofMinutes(10);
    private static final int RANDOM_BYTES = 32;
    private static final Pattern RANDOM_TEXT = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Pattern ERROR = Pattern.compile("[a-z_]{1,60}");
    private static final int LONGEST_CODE = 4_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Database database;
    private final TransactionTemplate transaction;
    private final ObjectProvider<PluginHost> host;
    private final ObjectProvider<Plugins> plugins;
    private final PluginCalls calls;
    private final PluginProperties properties;
    private final VisitorSource visitors;
    private final WebProperties web;
    private final Clock clock;

    PluginAuthorizations(
            Database database,
            TransactionTemplate transactionTemplate,
            ObjectProvider<PluginHost> host,
            ObjectProvider<Plugins> plugins,
            PluginCalls calls,
            PluginProperties properties,
            VisitorSource visitors,
            WebProperties web,
            Clock clock) {
        this.database = database;
        this.transaction = transactionTemplate;
        this.host = host; // later: it asks for the services
        this.plugins = plugins;
        this.calls = calls;
        this.properties = properties;
        this.visitors = visitors;
        this.web = web;
        this.clock = clock;
    }

    private record Grant(String code, String verifier, String redirectUri) implements OAuthClient.Grant {}

    private record Begun(TenantId tenant, String slug, UUID user, String verifier, Instant end) {}

    private record Flow(PluginAuthorizations authorizations, String plugin) implements OAuth {

        @Override
        public String redirectUri() {
            return authorizations.redirectUri(plugin);
        }

        @Override
        public URI begin(String endpoint, String clientId, Map<String, String> more) {
            return authorizations.begin(plugin, endpoint, clientId, more);
        }
    }

    @Bean
    PublishedService<OAuth> oauthService() {
        return new PublishedService<>("oauth", OAuth.class, null, plugin -> new Flow(this, plugin));
    }

    private String redirectUri(String plugin) {
        return web.publicUrl() + "/oauth/" + plugin + "/callback";
    }

    private URI begin(String plugin, String endpoint, String clientId, Map<String, String> more) {
        URI to = URI.create(endpoint);
        boolean local = "http".equals(to.getScheme()) && "localhost".equals(to.getHost());
        if ((!"https".equals(to.getScheme()) && !local) || to.getFragment() != null) {
            throw new IllegalArgumentException("endpoint is an https address, not " + endpoint + ".");
        }
        UUID person = Actor.current().userId();
        if (person == null) {
            throw new IllegalStateException("An authorization is begun by a page, where a person asks.");
        }
        String state = random();
        String verifier = random();
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", clientId);
        query.put("redirect_uri", redirectUri(plugin));
        query.put("state", state);
        query.put("code_challenge", base64(sha256(verifier)));
        query.put("code_challenge_method", "S256");
        more.forEach((name, value) -> {
            if (query.putIfAbsent(name, value) != null) {
                throw new IllegalArgumentException(name + " is set by the server.");
            }
        });
        keep(plugin, person, state, verifier);
        String parameters = query.entrySet().stream()
                .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
                .collect(Collectors.joining("&"));
        return URI.create(endpoint + (to.getRawQuery() == null ? "?" : "&") + parameters);
    }

    private void keep(String plugin, UUID person, String state, String verifier) {
        UUID tenant = Scope.currentTenant().value();
        Instant now = clock.instant();
        transaction.executeWithoutResult(_ -> Scope.PLATFORM.run(() -> {
            database.platform()
                    .sql("delete from platform.plugin_authorization where expires_at < :old")
                    .param("old", Timestamp.from(now.minus(VALID))) // who comes a little late is told that it was so
                    .update();
            database.platform()
                    .sql("""
                            insert into platform.plugin_authorization (state_hash, tenant_id, plugin_id, user_id, verifier, expires_at)
                            values (:state, :tenant, :plugin, :user, :verifier, :end)""")
                    .param("state", sha256(state))
                    .param("tenant", tenant)
                    .param("plugin", plugin)
                    .param("user", person)
                    .param("verifier", verifier)
                    .param("end", Timestamp.from(now.plus(VALID)))
                    .update();
        }));
    }

    /**
     * Hands what the other system has granted to the plugin.
     *
     * @param error that the other system says instead of a code; empty if it says none
     * @return the page to show
     * @throws ProblemException that says why nothing was granted
     */
    public String finish(String plugin, String state, String code, String error) {
        Begun begun = take(plugin, state).orElseThrow(() -> new ProblemException(PluginProblem.OAUTH_STATE, plugin));
        UUID person = Actor.currentUser();
        VisitorSource.Found found = visitors.find(person, begun.slug())
                .filter(_ -> person.equals(begun.user()))
                .orElseThrow(() -> new ProblemException(PluginProblem.OAUTH_STATE, plugin));
        Access access = found.access();
        if (access == null) {
            throw new ProblemException(PluginProblem.OAUTH_STATE, plugin);
        }
        if (!begun.end().isAfter(clock.instant())) {
            throw new ProblemException(PluginProblem.OAUTH_LATE, plugin, VALID.toMinutes());
        }
        if (code.isEmpty() || code.length() > LONGEST_CODE) {
            throw new ProblemException(
                    PluginProblem.OAUTH_DENIED, plugin, ERROR.matcher(error).matches() ? error : "?");
        }
        String page = access.call(() -> Scope.tenant(begun.tenant())
                .call(() -> hand(plugin, new Grant(code, begun.verifier(), redirectUri(plugin)))));
        return "/w/" + begun.slug() + "/p/" + plugin + page;
    }

    /** Found once: whoever comes with it again finds nothing. */
    private Optional<Begun> take(String plugin, String state) {
        if (!RANDOM_TEXT.matcher(state).matches()) {
            return Optional.empty();
        }
        return Scope.PLATFORM.call(() -> Objects.requireNonNull(transaction.execute(_ -> database.platform()
                .sql("""
                        with taken as (delete from platform.plugin_authorization
                          where state_hash = :state and plugin_id = :plugin returning *)
                        select taken.*, t.slug from taken join platform.tenant t on t.id = taken.tenant_id and t.status = 'active'""")
                .param("state", sha256(state))
                .param("plugin", plugin)
                .query((rs, _) -> new Begun(
                        new TenantId(rs.getObject("tenant_id", UUID.class)),
                        rs.getString("slug"),
                        rs.getObject("user_id", UUID.class),
                        rs.getString("verifier"),
                        rs.getTimestamp("expires_at").toInstant()))
                .optional())));
    }

    private String hand(String id, Grant grant) {
        RunningPlugin plugin = host.getObject()
                .find(id)
                .filter(_ -> plugins.getObject().enabled().contains(id))
                .orElseThrow(() -> new ProblemException(PluginProblem.NOT_FOUND, id));
        OAuthClient client = plugin.beans(OAuthClient.class).stream()
                .findFirst()
                .orElseThrow(() -> new ProblemException(PluginProblem.OAUTH_STATE, id));
        String page;
        try {
            page = calls.call(plugin, properties.patience(), context -> client.granted(context, grant));
        } catch (ProblemException e) {
            if (e.code() == PluginProblem.FAILED || e.code() == PluginProblem.SLOW) {
                throw new ProblemException(
                        PluginProblem.OAUTH_FAILED, id, plugin.manifest().version());
            }
            throw e;
        }
        return page.startsWith("/") ? page : "/" + page;
    }

    private static String random() {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        return base64(random);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
