package io.storelane.webhook;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.billing.Entitlements;
import io.storelane.billing.Limit;
import io.storelane.event.Events;
import io.storelane.http.OutgoingHttp;
import io.storelane.problem.FieldErrors;
import io.storelane.problem.ProblemException;
import io.storelane.secret.Secrets;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Keyset;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Slice;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * The receivers of a workspace: who may change them sees what happens everywhere in it, and sends it outside, so the permission
 * counts at the top only.
 */
@Service
public class Webhooks {

    /** What a secret begins with, as Standard Webhooks has it. */
    public static final String SECRET_PREFIX = "whsec_";

    private static final int SECRET_BYTES = 32;

    private static final Keyset<WebhookView> BY_NAME =
            Keyset.byText("w.name", "w.id", false, WebhookView::name, WebhookView::id);

    private static final String SELECT = """
            select w.*, (select count(*) from core.webhook_delivery d where d.tenant_id = w.tenant_id and d.webhook_id = w.id
                and (d.state = 'new' or d.state = 'queued' or d.state = 'waiting')) as waiting,
              (select count(*) from core.webhook_delivery d where d.tenant_id = w.tenant_id and d.webhook_id = w.id
                and d.state = 'dead') as dead
            from core.webhook w where w.tenant_id = :tenant and w.state <> 'removed'""";

    private final Database database;
    private final Entitlements entitlements;
    private final Secrets secrets;
    private final OutgoingHttp http;
    private final EventTypes types;
    private final DeliveryRows rows;
    private final Eager eager;
    private final ReadyMarks marks;
    private final AuditLog audit;
    private final Events events;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Webhooks(
            Database database,
            Entitlements entitlements,
            Secrets secrets,
            OutgoingHttp http,
            EventTypes types,
            DeliveryRows rows,
            Eager eager,
            ReadyMarks marks,
            AuditLog audit,
            Events events,
            TransactionTemplate transactionTemplate,
            JsonMapper json,
            Clock clock) {
        this.database = database;
        this.entitlements = entitlements;
        this.secrets = secrets;
        this.http = http;
        this.types = types;
        this.rows = rows;
        this.eager = eager;
        this.marks = marks;
        this.audit = audit;
        this.events = events;
        this.transaction = transactionTemplate;
        this.json = json;
        this.clock = clock;
    }

    /**
     * A receiver with a new secret.
     *
     * @param secret what its messages are signed with; shown this once
     */
    public record Made(UUID id, String secret) {}

    /**
     * Which receivers to show.
     *
     * @param q part of name or address
     * @param state {@code on}, {@code off} or {@code disabled}; empty = all
     */
    public record Filter(String q, String state) {

        /** What an address may say and is none of these means the default. */
        public Filter {
            state = List.of("on", "off", "disabled").contains(state) ? state : "";
        }
    }

    /** A page of the receivers, by name. */
    @Transactional(readOnly = true)
    public Slice<WebhookView> find(Filter filter, String cursor, int size) {
        Access.current().require(Permission.WEBHOOKS_MANAGE);
        return BY_NAME.page(
                cursor,
                size,
                (tail, values) -> sql(SELECT + where(filter) + tail)
                        .params(params(filter))
                        .params(values)
                        .query((rs, _) -> view(rs))
                        .list());
    }

    /** How many {@link #find} has in all. */
    @Transactional(readOnly = true)
    public long count(Filter filter) {
        Access.current().require(Permission.WEBHOOKS_MANAGE);
        return sql("select count(*) from core.webhook w where w.tenant_id = :tenant and w.state <> 'removed'"
                        + where(filter))
                .params(params(filter))
                .query(Long.class)
                .single();
    }

    private static String where(Filter filter) {
        return (filter.q().isEmpty()
                        ? ""
                        : " and (position(:q in lower(w.name)) > 0 or position(:q in lower(w.url)) > 0)")
                + (filter.state().isEmpty() ? "" : " and w.state = :state");
    }

    private static Map<String, Object> params(Filter filter) {
        return Map.of("q", filter.q().toLowerCase(Locale.ROOT), "state", filter.state());
    }

    /** @throws ProblemException 404 if there is none */
    @Transactional(readOnly = true)
    public WebhookView webhook(UUID id) {
        Access.current().require(Permission.WEBHOOKS_MANAGE);
        return sql(SELECT + " and w.id = :id")
                .param("id", id)
                .query((rs, _) -> view(rs))
                .optional()
                .orElseThrow(() -> new ProblemException(WebhookProblem.NOT_FOUND));
    }

    /** Adds a receiver of what happens from now on. */
    @Transactional
    public Made add(WebhookDetails details, boolean on) {
        Access.current().require(Permission.WEBHOOKS_MANAGE);
        check(details);
        long limit = entitlements.limit(Limit.WEBHOOKS);
        if (count(new Filter("", "")) >= limit) {
            throw new ProblemException(WebhookProblem.LIMIT_REACHED, limit);
        }
        UUID id = Ids.next();
        Secret secret = draw();
        Map<String, Object> params = columns(details);
        params.put("id", id);
        params.put("state", on ? "on" : "off");
        params.put("now", now());
        params.put("secret", secret.id());
        params.put("by", Actor.currentUser());
        try {
            sql("""
                            insert into core.webhook (tenant_id, id, name, url, types, state, since, secret_id, created_by, created_at)
                            values (:tenant, :id, :name, :url, :types, :state, :now, :secret, :by, :now)""").params(params).update();
        } catch (DuplicateKeyException _) {
            throw new ProblemException(WebhookProblem.NAME_TAKEN);
        }
        record("webhook.added", id, details.name(), Map.of(), values(details, on ? "on" : "off"));
        listen(on);
        return new Made(id, secret.text());
    }

    /**
     * Changes a receiver.
     *
     * @param version the version that the caller saw
     * @param on on again, it gets what happens from then on, and what was on its way
     */
    @Transactional
    public void change(UUID id, long version, WebhookDetails details, boolean on) {
        Access.current().require(Permission.WEBHOOKS_MANAGE);
        check(details);
        WebhookView before = locked(id);
        if (before.version() != version) {
            throw new ProblemException(WebhookProblem.CHANGED_MEANWHILE);
        }
        String state = on ? "on" : before.disabled() ? "disabled" : "off";
        Map<String, Object> params = columns(details);
        params.put("id", id);
        params.put("state", state);
        params.put("now", now());
        params.put("again", on && !before.on());
        try {
            sql("""
                            update core.webhook set name = :name, url = :url, types = :types, state = :state, version = version + 1,
                              since = case when :again then :now else since end,
                              failing_since = case when :again then null else failing_since end,
                              disabled_for = case when :state = 'disabled' then disabled_for else '' end
                            where tenant_id = :tenant and id = :id""").params(params).update();
        } catch (DuplicateKeyException _) {
            throw new ProblemException(WebhookProblem.NAME_TAKEN);
        }
        record(
                "webhook.changed",
                id,
                details.name(),
                values(new WebhookDetails(before.name(), before.url(), before.types()), before.state()),
                values(details, state));
        listen(on);
    }

    /** Switches a receiver on or off, whatever its version is. */
    @Transactional
    public void turn(UUID id, boolean on) {
        WebhookView w = webhook(id);
        if (w.on() != on) {
            change(id, w.version(), new WebhookDetails(w.name(), w.url(), w.types()), on);
        }
    }

    /** Removes a receiver, with what was sent to it. */
    @Transactional
    public void remove(UUID id) {
        Access.current().require(Permission.WEBHOOKS_MANAGE);
        WebhookView before = locked(id);
        List<UUID> old = secretsOf(id);
        sql("""
                        update core.webhook set state = 'removed', secret_id = null, previous_secret_id = null, previous_until = null,
                          version = version + 1
                        where tenant_id = :tenant and id = :id""").param("id", id).update();
        secrets.forget(old);
        record(
                "webhook.removed",
                id,
                before.name(),
                values(new WebhookDetails(before.name(), before.url(), before.types()), before.state()),
                Map.of());
    }

    /**
     * Gives a receiver a new secret. For some time its messages are signed with both, so nothing is lost while it learns the new one.
     *
     * @param grace how long, 0 to 7 days
     */
    @Transactional
    public Made rotate(UUID id, Duration grace) {
        Access.current().require(Permission.WEBHOOKS_MANAGE);
        WebhookView before = locked(id);
        List<UUID> old = secretsOf(id);
        Secret secret = draw();
        Instant until = clock.instant().plus(grace);
        sql("""
                        update core.webhook set previous_secret_id = :previous, previous_until = :until, secret_id = :secret,
                          version = version + 1
                        where tenant_id = :tenant and id = :id""")
                .param("previous", grace.isZero() ? null : old.getFirst())
                .param("until", grace.isZero() ? null : Timestamp.from(until))
                .param("secret", secret.id())
                .param("id", id)
                .update();
        secrets.forget(grace.isZero() ? old : old.subList(1, old.size()));
        record("webhook.rotated", id, before.name(), Map.of(), Map.of("previousUntil", until.toString()));
        return new Made(id, secret.text());
    }

    /**
     * Sends a trial message now, whether the receiver is on or not, and comes back with what came of it. Never inside of a
     * transaction: the receiver may take its time.
     *
     * @return the delivery
     */
    public UUID test(UUID id) {
        Receiver receiver = in(() -> {
            WebhookView webhook = webhook(id);
            audit.record("webhook.tested", target(id, webhook.name()), Map.of(), Map.of());
            return rows.receiver(id, clock.instant()).orElseThrow();
        });
        Instant now = clock.instant();
        UUID delivery = Ids.next();
        Message message = Message.of(json, Ids.next(), Message.TEST, now, "webhook", id, null, null);
        Sending sending = new Sending(delivery, id, id, 1, message);
        Outcome outcome = Courier.send(http, clock, receiver, sending);
        return in(() -> {
            String state = Fault.isTaken(outcome.result()) ? "delivered" : "dead";
            Integer status =
                    outcome.result() instanceof io.storelane.http.HttpResult.Answered a ? (Integer) a.status() : null;
            String fault = Fault.of(outcome.result());
            sql("""
                            insert into core.webhook_delivery (tenant_id, id, webhook_id, event_id, type, object_type, object_id,
                              happened_at, state, attempts, next_at, created_at, settled_at, status, fault)
                            values (:tenant, :id, :webhook, :event, :type, 'webhook', :webhook, :at, :state, 1, :at, :at, :now, :status,
                              :fault)""")
                    .param("id", delivery)
                    .param("webhook", id)
                    .param("event", message.id())
                    .param("type", Message.TEST)
                    .param("at", Timestamp.from(now))
                    .param("now", now())
                    // nobody waits for it any more: it is not among what was given up
                    .param("state", state.equals("dead") ? "discarded" : state)
                    .param("status", status)
                    .param("fault", fault)
                    .update();
            rows.attempts(List.of(new DeliveryRows.Verdict(outcome, state, now, fault, status)));
            return delivery;
        });
    }

    private <T> T in(java.util.function.Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(_ -> work.get()));
    }

    private record Secret(UUID id, String text) {}

    private Secret draw() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return new Secret(
                secrets.keep(DeliveryRows.PURPOSE, bytes),
                SECRET_PREFIX + Base64.getEncoder().encodeToString(bytes));
    }

    private void check(WebhookDetails details) {
        http.check(details.url());
        var errors = new FieldErrors();
        for (int i = 0; i < details.types().size(); i++) {
            if (!types.all().contains(details.types().get(i))) {
                errors.add(
                        "/types/" + i,
                        WebhookProblem.TYPE_UNKNOWN,
                        details.types().get(i));
            }
        }
        errors.throwIfAny();
    }

    /** Events of a tenant that has a receiver are wanted at once, and what waits for one that is on again is sent. */
    private void listen(boolean on) {
        if (on) {
            eager.add(Scope.currentTenant());
            marks.markAfterCommit(Courier.QUEUE);
        }
    }

    private WebhookView locked(UUID id) {
        sql("select id from core.webhook where tenant_id = :tenant and id = :id for no key update")
                .param("id", id)
                .query(UUID.class)
                .optional();
        return webhook(id);
    }

    /** The present one first. */
    private List<UUID> secretsOf(UUID id) {
        return sql("select secret_id, previous_secret_id from core.webhook where tenant_id = :tenant and id = :id")
                .param("id", id)
                .query((rs, _) -> {
                    List<UUID> ids = new ArrayList<>();
                    for (String column : List.of("secret_id", "previous_secret_id")) {
                        @Nullable UUID secret = rs.getObject(column, UUID.class);
                        if (secret != null) {
                            ids.add(secret);
                        }
                    }
                    return ids;
                })
                .single();
    }

    private Map<String, Object> columns(WebhookDetails details) {
        return new HashMap<>(Map.of(
                "name",
                details.name(),
                "url",
                details.url().strip(),
                "types",
                String.join(",", details.sortedTypes())));
    }

    private static Map<String, Object> values(WebhookDetails details, String state) {
        return Map.of(
                "name",
                details.name(),
                "url",
                details.url().strip(),
                "types",
                String.join(", ", details.sortedTypes()),
                "state",
                state);
    }

    private void record(String action, UUID id, String name, Map<String, ?> before, Map<String, ?> after) {
        audit.record(action, target(id, name), before, after);
        events.append(action, "webhook", id, Map.of());
    }

    private static AuditTarget target(UUID id, String name) {
        return new AuditTarget("webhook", id, name, null);
    }

    private WebhookView view(ResultSet rs) throws SQLException {
        Instant previous = DeliveryRows.instant(rs, "previous_until");
        return new WebhookView(
                rs.getObject("id", UUID.class),
                rs.getString("name"),
                rs.getString("url"),
                DeliveryRows.types(rs.getString("types")),
                rs.getString("state"),
                DeliveryRows.instant(rs, "failing_since"),
                DeliveryRows.instant(rs, "succeeded_at"),
                rs.getString("disabled_for"),
                previous != null && previous.isAfter(clock.instant()) ? previous : null,
                rs.getLong("waiting"),
                rs.getLong("dead"),
                rs.getTimestamp("created_at").toInstant(),
                rs.getLong("version"));
    }

    private StatementSpec sql(String text) {
        return database.core().sql(text).param("tenant", Scope.currentTenant().value());
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }
}
