package io.storelane.notification;

import io.storelane.access.Access;
import io.storelane.access.AccessReader;
import io.storelane.access.Permission;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Rounds;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import io.storelane.web.WebProperties;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Goes round the tenants for what the time brings: one mail for all that a person was told and has not read, at most one in a
 * quarter of an hour; notices that become due by themselves; the end of old ones.
 */
@Component
class Digests implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Digests.class);

    /** Between two mails to the same person. */
    static final Duration PAUSE = Duration.ofMinutes(15);

    private static final int PEOPLE = 20;
    private static final int REMOVED = 1_000;
    private static final int LINES = 30;

    private final Database database;
    private final AccessReader access;
    private final Mails mails;
    private final Notices notices;
    private final NoticeTexts texts;
    private final List<NoticeSource> sources;
    private final MessageSource messages;
    private final WebProperties web;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Rounds rounds;

    Digests(
            Database database,
            AccessReader access,
            Mails mails,
            Notices notices,
            NoticeTexts texts,
            List<NoticeSource> sources,
            MessageSource messages,
            WebProperties web,
            TransactionTemplate transactionTemplate,
            Clock clock,
            ReadyMarks ready) {
        this.database = database;
        this.access = access;
        this.mails = mails;
        this.notices = notices;
        this.texts = texts;
        this.sources = List.copyOf(sources);
        this.messages = messages;
        this.web = web;
        this.transaction = transactionTemplate;
        this.clock = clock;
        this.rounds = new Rounds(Notices.QUEUE, 1, ready, this::turn);
    }

    private record Line(
            UUID id, String kind, String permission, String path, int count, String detail, boolean shown) {}

    private record Receiver(String name, String email, Locale locale) {}

    private record Place(String name, String slug) {}

    /** A turn of the tenant of the scope. @return when it wants another */
    final Optional<Duration> turn() {
        inTransaction(() -> {
            sources.forEach(source -> notices.tell(source.due()));
            return true;
        });
        List<UUID> people = inTransaction(this::waiting);
        people.forEach(this::mailApart);
        int removed = inTransaction(this::removeOld);
        if (people.size() == PEOPLE || removed == REMOVED) {
            return Optional.of(Duration.ZERO);
        }
        return inTransaction(this::nextDue).map(due -> Duration.between(clock.instant(), due));
    }

    /** What cannot be told to one keeps no other from being told: that person's turn comes later. */
    private void mailApart(UUID person) {
        try {
            inTransaction(() -> mail(person));
        } catch (RuntimeException e) {
            log.error("What {} was told of could not be mailed", person, e);
            inTransaction(() ->
                    sql("update core.notification set mail_due = :later where tenant_id = :tenant and user_id = :user"
                                    + " and mail_due is not null")
                            .param("later", Timestamp.from(clock.instant().plus(PAUSE)))
                            .param("user", person)
                            .update());
        }
    }

    private List<UUID> waiting() {
        return sql("""
                        select n.user_id from core.notification n where n.tenant_id = :tenant and n.mail_due <= :now
                        group by n.user_id order by min(n.mail_due) limit :limit""")
                .param("now", now())
                .param("limit", PEOPLE)
                .query((rs, _) -> rs.getObject("user_id", UUID.class))
                .list();
    }

    private Optional<Instant> nextDue() {
        return sql("select min(n.mail_due) from core.notification n where n.tenant_id = :tenant and n.mail_due is not null")
                .query((rs, _) -> Optional.ofNullable(rs.getTimestamp(1)).map(Timestamp::toInstant))
                .single();
    }

    /** One mail of all lines that wait for this person. */
    private boolean mail(UUID person) {
        List<Line> lines = sql("""
                        select n.id, n.kind, n.permission, coalesce(o.path, '/') as path, n.count, n.detail, n.shown
                        from core.notification n left join core.org_node o on o.tenant_id = n.tenant_id and o.id = n.node_id
                        where n.tenant_id = :tenant and n.user_id = :user and n.mail_due is not null
                        order by n.last_at desc, n.id for update of n skip locked""")
                .param("user", person)
                .query((rs, _) -> new Line(
                        rs.getObject("id", UUID.class),
                        rs.getString("kind"),
                        rs.getString("permission"),
                        rs.getString("path"),
                        rs.getInt("count"),
                        rs.getString("detail"),
                        rs.getBoolean("shown")))
                .list();
        if (lines.isEmpty()) {
            return false;
        }
        Instant last = lastMail(person).orElse(Instant.EPOCH);
        if (last.plus(PAUSE).isAfter(clock.instant())) {
            put(lines, "mail_due = :at", last.plus(PAUSE));
            return false;
        }
        boolean sent = receiver(person)
                .map(receiver -> send(receiver, seen(person, lines)))
                .orElse(false);
        put(
                lines,
                "mail_due = null, mailed_at = " + (sent ? ":at" : "mailed_at")
                        + ", read_at = case when shown then read_at else :at end",
                clock.instant());
        return sent;
    }

    private List<Line> seen(UUID person, List<Line> lines) {
        Access now = access.read(person);
        return lines.stream()
                .filter(line -> line.permission().isEmpty()
                        || Permission.of(line.permission())
                                .map(p -> now.allowsAt(p, line.path()))
                                .orElse(false))
                .toList();
    }

    private Optional<Instant> lastMail(UUID person) {
        return sql("select max(n.mailed_at) from core.notification n where n.tenant_id = :tenant and n.user_id = :user")
                .param("user", person)
                .query((rs, _) -> Optional.ofNullable(rs.getTimestamp(1)).map(Timestamp::toInstant))
                .single();
    }

    /** Whoever has left gets no mail. */
    private Optional<Receiver> receiver(UUID person) {
        return sql("""
                        select m.name, m.email, m.locale from platform.tenant_member m
                        where m.tenant_id = :tenant and m.user_id = :user and m.status = 'active'""")
                .param("user", person)
                .query((rs, _) -> new Receiver(
                        rs.getString("name"), rs.getString("email"), Locale.forLanguageTag(rs.getString("locale"))))
                .optional();
    }

    private boolean send(Receiver receiver, List<Line> lines) {
        if (lines.isEmpty()) {
            return false;
        }
        Place place = sql("select t.name, t.slug from platform.tenant_self t where t.tenant_id = :tenant")
                .query((rs, _) -> new Place(rs.getString("name"), rs.getString("slug")))
                .single();
        List<String> texts = new ArrayList<>();
        lines.stream().limit(LINES).forEach(line -> texts.add("• " + text(line, receiver.locale())));
        if (lines.size() > LINES) {
            texts.add(messages.getMessage("mail.digest.more", new Object[] {lines.size() - LINES}, receiver.locale()));
        }
        mails.queue(
                receiver.email(),
                receiver.locale(),
                "digest",
                Map.of(
                        "name", receiver.name(),
                        "workspace", place.name(),
                        "count", lines.size(),
                        "lines", String.join("\n", texts),
                        "link", web.publicUrl() + "/w/" + place.slug() + "/notifications"));
        return true;
    }

    private String text(Line line, Locale locale) {
        return texts.text(line.kind(), line.count(), line.detail(), locale);
    }

    private void put(List<Line> lines, String what, Instant at) {
        sql("update core.notification set " + what + " where tenant_id = :tenant and id = any(:ids)")
                .param("ids", Rows.array("uuid", lines, Line::id))
                .param("at", Timestamp.from(at))
                .update();
    }

    /** @return of the table that had more of them */
    private int removeOld() {
        int sendings = sql("""
                        delete from core.notification_sending where tenant_id = :tenant and id in (
                          select s.id from core.notification_sending s where s.tenant_id = :tenant and s.last_at < :end limit :limit)""")
                .param("end", Timestamp.from(clock.instant().minus(Notifications.KEPT)))
                .param("limit", REMOVED)
                .update();
        int notices = sql("""
                        delete from core.notification where tenant_id = :tenant and id in (select n.id from core.notification n
                          where n.tenant_id = :tenant and n.last_at < :end limit :limit)""")
                .param("end", Timestamp.from(clock.instant().minus(Notifications.KEPT)))
                .param("limit", REMOVED)
                .update();
        return Math.max(sendings, notices);
    }

    private StatementSpec sql(String text) {
        return database.core().sql(text).param("tenant", Scope.currentTenant().value());
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private <T> T inTransaction(java.util.function.Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(_ -> work.get()));
    }

    @Override
    public void close() {
        rounds.close();
    }
}
