package io.storelane.connector;

import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Which server works on an account: one at a time. Who was taken for lost finds out with the next thing that it writes. */
@Component
class Leases {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Database database;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final AccountNotices notices;

    Leases(Database database, TransactionTemplate transactionTemplate, Clock clock, AccountNotices notices) {
        this.notices = notices;
        this.database = database;
        this.transaction = transactionTemplate;
        this.clock = clock;
    }

    /** Somebody else works on the account, or a person has stopped it. */
    static final class Lost extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    /** How far an account has come, for who works on it. */
    static final class Held {

        private final UUID account;
        private Instant until;
        private String position;
        private Instant fetchAt;
        private Instant walkAt;
        private @Nullable UUID walkFrom;
        private int faults;
        private final long version;

        private Held(ResultSet rs) throws SQLException {
            account = rs.getObject("id", UUID.class);
            until = rs.getTimestamp("lease_until").toInstant();
            position = rs.getString("position");
            fetchAt = rs.getTimestamp("fetch_at").toInstant();
            walkAt = rs.getTimestamp("walk_at").toInstant();
            walkFrom = rs.getObject("walk_from", UUID.class);
            faults = rs.getInt("faults");
            version = rs.getLong("version");
        }

        UUID account() {
            return account;
        }

        String position() {
            return position;
        }

        Instant fetchAt() {
            return fetchAt;
        }

        Instant walkAt() {
            return walkAt;
        }

        @Nullable UUID walkFrom() {
            return walkFrom;
        }

        int faults() {
            return faults;
        }
    }

    /** Takes the account that has waited longest, if one is due. */
    Optional<Held> take(Duration length) {
        Instant now = clock.instant();
        return Objects.requireNonNull(transaction.execute(_ -> sql("""
                        with due as materialized (select id from core.channel_account
                            where tenant_id = :tenant and state = 'active' and next_at <= :now
                              and (lease_until is null or lease_until <= :now)
                            order by next_at limit 1 for update skip locked)
                        update core.channel_account a set lease_until = :until, next_at = :until from due
                        where a.tenant_id = :tenant and a.id = due.id
                        returning a.*""")
                .param("now", Timestamp.from(now))
                .param("until", Timestamp.from(now.plus(length).truncatedTo(ChronoUnit.MICROS)))
                .query((rs, _) -> new Held(rs))
                .optional()));
    }

    /** When the next account is due; empty if none is at work. */
    Optional<Instant> next() {
        return Objects.requireNonNull(transaction.execute(_ -> sql("""
                        select min(greatest(next_at, coalesce(lease_until, next_at))) from core.channel_account
                        where tenant_id = :tenant and state = 'active'""")
                .query((rs, _) -> Optional.ofNullable(rs.getTimestamp(1)).map(Timestamp::toInstant))
                .single()));
    }

    /**
     * Counts a call of the connector, and holds the account for as long again.
     *
     * @return empty if the call may be made, else when the next one may
     */
    Optional<Instant> call(Held held, int mostAMinute, Duration length) {
        Instant now = clock.instant();
        Instant until = now.plus(length).truncatedTo(ChronoUnit.MICROS);
        record Count(int calls, Instant since) {}
        Count count = Objects.requireNonNull(transaction.execute(_ -> sql("""
                        update core.channel_account set lease_until = :until,
                          next_at = case when next_at < :held then next_at else :until end,
                          calls = case when calls_since <= :begun then 1 else calls + 1 end,
                          calls_since = case when calls_since <= :begun then :now else calls_since end
                        where tenant_id = :tenant and id = :id and lease_until = :held and state = 'active'
                        returning calls, calls_since""")
                .param("until", Timestamp.from(until))
                .param("held", Timestamp.from(held.until))
                .param("begun", Timestamp.from(now.minus(MINUTE)))
                .param("now", Timestamp.from(now))
                .param("id", held.account)
                .query((rs, _) -> new Count(
                        rs.getInt("calls"), rs.getTimestamp("calls_since").toInstant()))
                .optional()
                .orElseThrow(Lost::new)));
        held.until = until;
        return count.calls() <= mostAMinute
                ? Optional.empty()
                : Optional.of(count.since().plus(MINUTE));
    }

    /** Orders are read as far as this; the next look is then. */
    void fetched(Held held, String position, Instant next) {
        require(sql("""
                        update core.channel_account set position = :position, fetch_at = :next
                        where tenant_id = :tenant and id = :id and lease_until = :held""")
                .param("position", position)
                .param("next", Timestamp.from(next))
                .param("id", held.account)
                .param("held", Timestamp.from(held.until))
                .update());
        held.position = position;
        held.fetchAt = next;
    }

    /**
     * Stock is looked at as far as this product, unless it is to be looked at from the beginning since.
     *
     * @param from null at the end
     */
    void walked(Held held, @Nullable UUID from, Instant next) {
        require(sql("""
                        update core.channel_account set walk_from = case when walk_at = :before then :from::uuid end,
                          walk_at = case when walk_at = :before then :next else walk_at end
                        where tenant_id = :tenant and id = :id and lease_until = :held""")
                .param("from", from)
                .param("before", Timestamp.from(held.walkAt))
                .param("next", Timestamp.from(next))
                .param("id", held.account)
                .param("held", Timestamp.from(held.until))
                .update());
        held.walkFrom = from;
        held.walkAt = next;
    }

    /**
     * It is let go. What a key was refused for says nothing of an account that a person has changed meanwhile.
     *
     * @param next when it is due again, or sooner if more has come meanwhile
     */
    void end(Held held, AccountState state, Cause reason, int faults, RunCounts counts, Instant next) {
        transaction.executeWithoutResult(_ -> {
            if (letGo(held, reason, faults, counts, next) && said(held, state, reason, faults)) {
                notices.refused(held.account);
            }
        });
    }

    /** @return false if it was taken for lost */
    private boolean letGo(Held held, Cause reason, int faults, RunCounts counts, Instant next) {
        return sql("""
                        update core.channel_account set lease_until = null,
                          next_at = case when next_at < :held then least(next_at, :next) else :next end, run_at = :now,
                          good_at = case when :faults = 0 and :en = '' then :now else good_at end,
                          run_orders = :orders, run_known = :known, run_failed = :failed, run_stock = :stock,
                          run_shipments = :shipments
                        where tenant_id = :tenant and id = :id and lease_until = :held""")
                        .param("held", Timestamp.from(held.until))
                        .param("next", Timestamp.from(next))
                        .param("en", reason.en())
                        .param("faults", faults)
                        .param("now", Timestamp.from(clock.instant()))
                        .param("orders", counts.orders())
                        .param("known", counts.known())
                        .param("failed", counts.failed())
                        .param("stock", counts.stock())
                        .param("shipments", counts.shipments())
                        .param("id", held.account)
                        .update()
                > 0;
    }

    /** @return true if the channel lets it in no more, and did before */
    private boolean said(Held held, AccountState state, Cause reason, int faults) {
        return sql("""
                        update core.channel_account set state = case when state = 'active' then :state else state end,
                          reason_en = :en, reason_zh = :zh, faults = :faults
                        where tenant_id = :tenant and id = :id and (:state <> 'broken' or version = :version)
                        returning old.state <> 'broken' and new.state = 'broken'""")
                .param("state", state.code())
                .param("en", reason.en())
                .param("zh", reason.zh())
                .param("faults", faults)
                .param("version", held.version)
                .param("id", held.account)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    private static void require(int rows) {
        if (rows == 0) {
            throw new Lost();
        }
    }

    private StatementSpec sql(String text) {
        return database.core().sql(text).param("tenant", Scope.currentTenant().value());
    }
}
