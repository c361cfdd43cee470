package io.storelane.connector;

import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Rows of accounts, within a transaction of the caller. */
@Component
class AccountRows {

    private static final String SELECT = """
            select a.*, c.name as channel_name, c.org_path, c.currency, (select count(*) from core.channel_record r
                where r.tenant_id = a.tenant_id and r.account_id = a.id and r.state = 'failed') as open
            from core.channel_account a join core.channel c on c.tenant_id = a.tenant_id and c.id = a.channel_id
            where a.tenant_id = :tenant\s""";

    private final Database database;
    private final JsonMapper json;

    AccountRows(Database database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    /** Those that are connected, by name. */
    List<AccountView> all() {
        return sql(SELECT + "and a.state <> 'ended' order by a.name, a.id")
                .query((rs, _) -> view(rs))
                .list();
    }

    /** The same, by channel; asked with each batch of events. */
    Map<UUID, UUID> byChannel() {
        Map<UUID, UUID> accounts = new LinkedHashMap<>();
        sql("select id, channel_id from core.channel_account where tenant_id = :tenant and state <> 'ended' order by id")
                .query(rs -> {
                    accounts.put(rs.getObject("channel_id", UUID.class), rs.getObject("id", UUID.class));
                });
        return accounts;
    }

    Optional<AccountView> find(UUID id) {
        return sql(SELECT + "and a.state <> 'ended' and a.id = :id")
                .param("id", id)
                .query((rs, _) -> view(rs))
                .optional();
    }

    /** The same, for who changes it. */
    Optional<AccountView> lock(UUID id) {
        sql("select 1 from core.channel_account where tenant_id = :tenant and id = :id for update")
                .param("id", id)
                .query(Integer.class)
                .optional();
        return find(id);
    }

    void insert(
            UUID id,
            String plugin,
            UUID channel,
            String name,
            Map<String, String> settings,
            @Nullable UUID secret,
            Instant now) {
        sql("""
                        insert into core.channel_account (tenant_id, id, plugin_id, channel_id, name, settings, secret_id, state,
                          fetch_at, walk_at, next_at, calls_since, created_at)
                        values (:tenant, :id, :plugin, :channel, :name, :settings::jsonb, :secret, 'active', :now, :now, :now, :now, :now)""")
                .param("id", id)
                .param("plugin", plugin)
                .param("channel", channel)
                .param("name", name)
                .param("settings", json.writeValueAsString(settings))
                .param("secret", secret)
                .param("now", Timestamp.from(now))
                .update();
    }

    void change(UUID id, String name, Map<String, String> settings, @Nullable UUID secret) {
        sql("""
                        update core.channel_account set name = :name, settings = :settings::jsonb, secret_id = :secret,
                          version = version + 1 where tenant_id = :tenant and id = :id""")
                .param("id", id)
                .param("name", name)
                .param("settings", json.writeValueAsString(settings))
                .param("secret", secret)
                .update();
    }

    /** Takes a state by which a person wants it to go on, at once, or not. */
    void set(UUID id, AccountState state, Instant now) {
        sql("""
                        update core.channel_account set state = :state, faults = 0, reason_en = '', reason_zh = '', next_at = :now,
                          fetch_at = :now, walk_at = :now, version = version + 1 where tenant_id = :tenant and id = :id""")
                .param("id", id)
                .param("state", state.code())
                .param("now", Timestamp.from(now))
                .update();
    }

    /** It is disconnected; what waits for it is nobody's any more. */
    void end(UUID id) {
        sql("""
                        update core.channel_account set state = 'ended', secret_id = null, lease_until = null, version = version + 1
                        where tenant_id = :tenant and id = :id""").param("id", id).update();
        sql("delete from core.channel_record where tenant_id = :tenant and account_id = :id")
                .param("id", id)
                .update();
        sql("delete from core.channel_stock where tenant_id = :tenant and account_id = :id")
                .param("id", id)
                .update();
        sql("delete from core.channel_seen where tenant_id = :tenant and account_id = :id")
                .param("id", id)
                .update();
    }

    /** There is something to do for it. */
    void wake(UUID id, Instant now) {
        sql("update core.channel_account set next_at = least(next_at, :now) where tenant_id = :tenant and id = :id")
                .param("id", id)
                .param("now", Timestamp.from(now))
                .update();
    }

    /** Orders are to be looked for now. */
    void hurry(UUID id, Instant now) {
        sql("""
                        update core.channel_account set fetch_at = least(fetch_at, :now), next_at = least(next_at, :now)
                        where tenant_id = :tenant and id = :id""").param("id", id).param("now", Timestamp.from(now)).update();
    }

    /** All stock is to be looked at from the beginning, of all accounts. */
    void walk(Instant at) {
        sql("""
                        update core.channel_account set walk_at = case when walk_from is null then least(walk_at, :at) else :at end,
                          walk_from = null, next_at = least(next_at, :at)
                        where tenant_id = :tenant and state <> 'ended'""").param("at", Timestamp.from(at)).update();
    }

    private StatementSpec sql(String text) {
        return database.core().sql(text).param("tenant", Scope.currentTenant().value());
    }

    @SuppressWarnings("unchecked")
    private AccountView view(ResultSet rs) throws SQLException {
        return new AccountView(
                rs.getObject("id", UUID.class),
                rs.getString("plugin_id"),
                rs.getObject("channel_id", UUID.class),
                rs.getString("channel_name"),
                rs.getString("org_path"),
                rs.getString("currency"),
                rs.getString("name"),
                json.readValue(rs.getString("settings"), LinkedHashMap.class),
                rs.getObject("secret_id", UUID.class),
                AccountState.of(rs.getString("state")),
                new Cause(rs.getString("reason_en"), rs.getString("reason_zh")),
                rs.getInt("faults"),
                rs.getTimestamp("next_at").toInstant(),
                instant(rs, "run_at"),
                instant(rs, "good_at"),
                new RunCounts(
                        rs.getInt("run_orders"),
                        rs.getInt("run_known"),
                        rs.getInt("run_failed"),
                        rs.getInt("run_stock"),
                        rs.getInt("run_shipments")),
                rs.getLong("open"),
                rs.getLong("version"));
    }

    private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp time = rs.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
