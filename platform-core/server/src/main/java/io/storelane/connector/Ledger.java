package io.storelane.connector;

import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/** What is still to be done between us and channels, and what failed; within a transaction of the caller. */
@Component
class Ledger {

    /** What an account is to be told, or asked. Codes as they are stored. */
    enum Kind {
        ORDER,
        STOCK,
        SHIPMENT;

        String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** @param label {@code name} as people know it @param data JSON */
    record Wanted(UUID account, Kind kind, String name, String label, String data) {}

    record Entry(UUID id, String name, String label, String data, long revision, int attempts) {}

    private static final int ATTEMPTS = 5;

    private final Database database;
    private final Clock clock;

    Ledger(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Wants it done after this time; what is wanted already is wanted once. What somebody ignores stays ignored. */
    void want(List<Wanted> wanted, Duration after) {
        if (wanted.isEmpty()) {
            return;
        }
        List<Wanted> ordered = wanted.stream()
                .distinct()
                .sorted(java.util.Comparator.comparing(Wanted::account).thenComparing(Wanted::name))
                .toList();
        database.core()
                .sql("""
                        insert into core.channel_record as r (tenant_id, id, account_id, kind, name, label, state, data, next_at, created_at)
                        select :tenant, w.id, w.account, w.kind, w.name, w.label, 'waiting', w.data::jsonb, :next, :now
                        from unnest(:ids::uuid[], :accounts::uuid[], :kinds::text[], :names::text[], :labels::text[], :data::text[])
                          w (id, account, kind, name, label, data)
                        on conflict (tenant_id, account_id, kind, name) do update set state = 'waiting', revision = r.revision + 1,
                          attempts = 0, data = excluded.data,
                          next_at = case when r.state = 'waiting' then least(r.next_at, excluded.next_at) else excluded.next_at end
                        where r.state <> 'ignored'""")
                .param("tenant", Scope.currentTenant().value())
                .param("ids", Rows.array("uuid", ordered, _ -> Ids.next()))
                .param("accounts", Rows.array("uuid", ordered, Wanted::account))
                .param("kinds", Rows.array("text", ordered, w -> w.kind().code()))
                .param("names", Rows.array("text", ordered, Wanted::name))
                .param("labels", Rows.array("text", ordered, Wanted::label))
                .param("data", Rows.array("text", ordered, Wanted::data))
                .param("next", Timestamp.from(clock.instant().plus(after)))
                .param("now", now())
                .update();
        wake(ordered.stream().map(Wanted::account).distinct().toList(), after);
    }

    private void wake(List<UUID> accounts, Duration after) {
        sql("""
                        update core.channel_account set next_at = least(next_at, :next) where tenant_id = :tenant and id = any (:ids)
                          and state = 'active' and next_at > :next""")
                .param("next", Timestamp.from(clock.instant().plus(after)))
                .param("ids", new SqlArrayValue("uuid", accounts.toArray()))
                .update();
    }

    /** Those that are due, the first first. @param tried true for those that have failed before, false for the others */
    List<Entry> due(UUID account, Kind kind, boolean tried, int most) {
        return sql("""
                        select id, name, label, data::text as data, revision, attempts from core.channel_record
                        where tenant_id = :tenant and account_id = :account and kind = :kind and state = 'waiting' and next_at <= :now
                          and (attempts > 0) = :tried order by next_at, id limit :most""")
                .param("account", account)
                .param("kind", kind.code())
                .param("now", now())
                .param("tried", tried)
                .param("most", most)
                .query((rs, _) -> record(rs))
                .list();
    }

    private static Entry record(ResultSet rs) throws SQLException {
        return new Entry(
                rs.getObject("id", UUID.class),
                rs.getString("name"),
                rs.getString("label"),
                rs.getString("data"),
                rs.getLong("revision"),
                rs.getInt("attempts"));
    }

    /** When the next one is due; empty if none waits. */
    Optional<Instant> next(UUID account) {
        return sql("""
                        select min(next_at) from core.channel_record
                        where tenant_id = :tenant and account_id = :account and state = 'waiting'""")
                .param("account", account)
                .query((rs, _) -> Optional.ofNullable(rs.getTimestamp(1)).map(Timestamp::toInstant))
                .single();
    }

    /** They are done, unless they were wanted again meanwhile. */
    void done(Collection<Entry> records) {
        List<Entry> all = List.copyOf(records);
        if (!all.isEmpty()) {
            sql("""
                            delete from core.channel_record r using unnest(:ids::uuid[], :revisions::bigint[]) d (id, revision)
                            where r.tenant_id = :tenant and r.id = d.id and r.revision = d.revision""")
                    .param("ids", Rows.array("uuid", all, Entry::id))
                    .param("revisions", Rows.array("bigint", all, Entry::revision))
                    .update();
        }
    }

    /** What failed of these orders is settled: they are stored. One that waits was named since, and is read anew. */
    void settled(UUID account, Collection<String> orders) {
        if (!orders.isEmpty()) {
            sql("""
                            delete from core.channel_record where tenant_id = :tenant and account_id = :account and kind = 'order'
                              and state <> 'waiting' and name = any (:names)""")
                    .param("account", account)
                    .param("names", new SqlArrayValue("text", orders.toArray()))
                    .update();
        }
    }

    /** All of a kind that waits is nobody's any more. */
    void drop(UUID account, Kind kind) {
        sql("""
                        delete from core.channel_record
                        where tenant_id = :tenant and account_id = :account and kind = :kind and state = 'waiting'""").param("account", account).param("kind", kind.code()).update();
    }

    /** One that was worked on waits for a person, unless it was wanted again meanwhile or somebody ignores it. */
    void failed(Entry record, Cause cause) {
        sql("""
                        update core.channel_record set state = 'failed', cause_en = :en, cause_zh = :zh
                        where tenant_id = :tenant and id = :id and revision = :revision and state = 'waiting'""")
                .param("en", cause.en())
                .param("zh", cause.zh())
                .param("id", record.id())
                .param("revision", record.revision())
                .update();
    }

    /** One that nobody asked for waits for a person, with the cause. Of one that waits to be read, that will say more. */
    void failed(UUID account, Kind kind, String name, String label, Cause cause) {
        sql("""
                        insert into core.channel_record as r (tenant_id, id, account_id, kind, name, label, state, next_at, cause_en,
                          cause_zh, created_at)
                        values (:tenant, :id, :account, :kind, :name, :label, 'failed', :now, :en, :zh, :now)
                        on conflict (tenant_id, account_id, kind, name) do update set state = 'failed', cause_en = excluded.cause_en,
                          cause_zh = excluded.cause_zh where r.state not in ('ignored','waiting')""")
                .param("id", Ids.next())
                .param("account", account)
                .param("kind", kind.code())
                .param("name", name)
                .param("label", label)
                .param("now", now())
                .param("en", cause.en())
                .param("zh", cause.zh())
                .update();
    }

    /** It is tried again by itself, later and later. @return true if that was often enough for a person to look at it */
    boolean again(Entry record, Cause cause) {
        int tried = Math.min(record.attempts() + 1, ATTEMPTS);
        sql("""
                        update core.channel_record set attempts = :tried, next_at = :next, cause_en = :en, cause_zh = :zh
                        where tenant_id = :tenant and id = :id and revision = :revision and state = 'waiting'""")
                .param("tried", tried)
                .param("next", Timestamp.from(clock.instant().plus(Duration.ofMinutes(1L << (tried - 1)))))
                .param("en", cause.en())
                .param("zh", cause.zh())
                .param("id", record.id())
                .param("revision", record.revision())
                .update();
        return tried >= ATTEMPTS;
    }

    private StatementSpec sql(String text) {
        return database.core().sql(text).param("tenant", Scope.currentTenant().value());
    }

    private @Nullable Timestamp now() {
        return Timestamp.from(clock.instant());
    }
}
