package io.storelane.notification;

import io.storelane.access.AccessReader;
import io.storelane.access.Permission;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import io.storelane.web.WebProperties;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What waits to be told by ways of plugins, as {@link SendingWorker} brings it. */
@Service
public class Sendings {

    static final int MAX_ATTEMPTS = 10;

    private static final Duration AWAY = Duration.ofMinutes(1);

    /** Of one way, in one statement. */
    private static final int PUT_OFF = 5_000;

    private final Database database;
    private final AccessReader access;
    private final NoticeKinds kinds;
    private final NoticeTexts texts;
    private final WebProperties web;
    private final ReadyMarks ready;
    private final Clock clock;

    Sendings(
            Database database,
            AccessReader access,
            NoticeKinds kinds,
            NoticeTexts texts,
            WebProperties web,
            ReadyMarks ready,
            Clock clock) {
        this.database = database;
        this.access = access;
        this.kinds = kinds;
        this.texts = texts;
        this.web = web;
        this.ready = ready;
        this.clock = clock;
    }

    /** @param message null if nobody is to be told any more */
    record Taken(UUID id, String way, int attempts, NoticeWays.@Nullable Message message) {}

    /** Messages that were given up. @param cause key of a text that says why the latest was */
    public record GivenUp(long count, String cause) {}

    /** Takes some that are due and puts them off, so that they come again if this process dies. */
    @Transactional
    List<Taken> claim(int limit, Duration lease) {
        Instant now = clock.instant();
        return sql("""
                        with due as materialized (select d.id from core.notification_sending d
                            where d.tenant_id = :tenant and d.state = 'waiting' and d.next_at <= :now
                            order by d.next_at limit :limit for update skip locked),
                          taken as (update core.notification_sending s set attempts = attempts + 1, next_at = :lease from due
                            where s.tenant_id = :tenant and s.id = due.id returning s.*)
                        select t.*, coalesce(o.path, '/') as path, m.name, m.email, m.locale, p.slug
                        from taken t left join core.org_node o on o.tenant_id = :tenant and o.id = t.node_id
                          left join platform.tenant_member m on m.tenant_id = :tenant and m.user_id = t.user_id and m.status = 'active'
                          left join platform.tenant_self p on p.tenant_id = :tenant
                        order by t.last_at, t.id""")
                .param("now", Timestamp.from(now))
                .param("lease", Timestamp.from(now.plus(lease)))
                .param("limit", limit)
                .query((rs, _) -> new Taken(
                        rs.getObject("id", UUID.class), rs.getString("way"), rs.getInt("attempts"), message(rs)))
                .list();
    }

    /** Whoever has left, or may not see any more what it is about, is not told. */
    private NoticeWays.@Nullable Message message(ResultSet rs) throws SQLException {
        UUID user = rs.getObject("user_id", UUID.class);
        String permission = rs.getString("permission");
        String path = rs.getString("path");
        if (rs.getString("email") == null || !(permission.isEmpty() || mayStill(user, permission, path))) {
            return null;
        }
        String kind = rs.getString("kind");
        int count = rs.getInt("count");
        Locale locale = Locale.forLanguageTag(rs.getString("locale"));
        String page = count == 1
                ? rs.getString("page")
                : kinds.of(kind).map(NoticeKind::page).orElse(rs.getString("page"));
        return new NoticeWays.Message(
                rs.getObject("id", UUID.class),
                user,
                rs.getString("name"),
                rs.getString("email"),
                locale,
                kind,
                texts.text(kind, count, rs.getString("detail"), locale),
                web.publicUrl() + "/w/" + rs.getString("slug") + page,
                rs.getTimestamp("last_at").toInstant());
    }

    private boolean mayStill(UUID user, String permission, String path) {
        return Permission.of(permission)
                .map(p -> access.read(user).allowsAt(p, path))
                .orElse(false);
    }

    @Transactional
    void settle(Taken taken, NoticeWays.Result result) {
        Instant now = clock.instant();
        switch (result.outcome()) {
            case SENT, GONE ->
                sql("delete from core.notification_sending where tenant_id = :tenant and id = :id")
                        .param("id", taken.id())
                        .update();
            case AWAY -> put(taken, "waiting", Math.max(1, taken.attempts() - 1), now.plus(AWAY), result.cause());
            case NEVER -> put(taken, "dead", taken.attempts(), now, result.cause());
            case AGAIN, SLOW -> {
                long seconds = Math.min(3600, 5L << Math.min(taken.attempts(), 10));
                put(
                        taken,
                        taken.attempts() >= MAX_ATTEMPTS ? "dead" : "waiting",
                        taken.attempts(),
                        now.plusSeconds(seconds),
                        result.cause());
            }
        }
    }

    /**
     * Puts off what is due by the way of a message that was settled, uncalled: what was taken with it, whose try does not count, and
     * what nobody has taken.
     *
     * @param taken with it, and not settled
     */
    @Transactional
    void putOff(Taken settled, List<Taken> taken, NoticeWays.Result result) {
        Instant now = clock.instant();
        sql("""
                        with due as materialized (select d.id from core.notification_sending d
                            where d.tenant_id = :tenant and d.way = :way and d.state = 'waiting' and d.id <> :settled
                              and (d.id = any (:taken) or d.next_at <= :now)
                            order by d.next_at limit :limit for update skip locked)
                        update core.notification_sending s set next_at = :next, fault = :fault,
                          attempts = case when s.id = any (:taken) then greatest(1, s.attempts - 1) else s.attempts end
                        from due where s.tenant_id = :tenant and s.id = due.id""")
                .param("way", settled.way())
                .param("settled", settled.id())
                .param("taken", Rows.array("uuid", taken, Taken::id))
                .param("now", Timestamp.from(now))
                .param("next", Timestamp.from(now.plus(AWAY)))
                .param("fault", result.cause())
                .param("limit", PUT_OFF)
                .update();
    }

    private void put(Taken taken, String state, int attempts, Instant next, String fault) {
        sql("""
                        update core.notification_sending set state = :state, attempts = :attempts, next_at = :next, fault = :fault
                        where tenant_id = :tenant and id = :id""")
                .param("state", state)
                .param("attempts", attempts)
                .param("next", Timestamp.from(next))
                .param("fault", fault)
                .param("id", taken.id())
                .update();
    }

    @Transactional(readOnly = true)
    Optional<Instant> nextDue() {
        return sql("""
                        select min(s.next_at) from core.notification_sending s
                        where s.tenant_id = :tenant and s.state = 'waiting'""")
                .query((rs, _) -> Optional.ofNullable(rs.getTimestamp(1)).map(Timestamp::toInstant))
                .single();
    }

    /** Those of all ways of whoever brings them. The caller asks for permission. */
    @Transactional(readOnly = true)
    public GivenUp givenUp(String owner) {
        return sql("""
                        select count(*) as number, coalesce((array_agg(s.fault order by s.last_at desc))[1], '') as fault
                        from core.notification_sending s where s.tenant_id = :tenant and s.way like :ways and s.state = 'dead'""")
                .param("ways", owner + "/%")
                .query((rs, _) -> new GivenUp(rs.getLong("number"), rs.getString("fault")))
                .single();
    }

    /** Tries these once more. The caller asks for permission. @return how many */
    @Transactional
    public int retry(String owner) {
        // not 0: that is for those that were never tried, of which there is one of a kind and node
        int again = sql("""
                        update core.notification_sending set state = 'waiting', attempts = 1, next_at = :now
                        where tenant_id = :tenant and way like :ways and state = 'dead'""")
                .param("now", Timestamp.from(clock.instant()))
                .param("ways", owner + "/%")
                .update();
        ready.markAfterCommit(SendingQueue.QUEUE);
        return again;
    }

    private StatementSpec sql(String text) {
        return database.core().sql(text).param("tenant", Scope.currentTenant().value());
    }
}
