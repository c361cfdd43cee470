package io.storelane.support;

import io.storelane.tenancy.Ids;
import java.util.Map;
import java.util.UUID;

/** Stores that are connected and rest: nobody calls their connectors. */
public final class ChannelAccounts {

    private ChannelAccounts() {}

    /** One that somebody has paused, with a record that failed: ids by the words of their addresses. */
    public static Map<String, UUID> paused(Workspace of) {
        UUID channel = Stage.one(
                "select id from core.channel where tenant_id = ? limit 1",
                of.tenant().value());
        UUID account = add(of.tenant().value(), channel, "paused");
        return Map.of("channel-accounts", account, "record", failed(of.tenant().value(), account));
    }

    /** One that the channel refuses, of a workspace by its name in addresses. */
    public static UUID refused(String slug) {
        UUID tenant = Stage.one("select id from platform.tenant where slug = ?", slug);
        UUID channel = Stage.one("select id from core.channel where tenant_id = ? order by code limit 1", tenant);
        UUID account = add(tenant, channel, "broken");
        failed(tenant, account);
        return account;
    }

    private static UUID add(UUID tenant, UUID channel, String state) {
        UUID id = Ids.next();
        Stage.all("""
                insert into core.channel_account (tenant_id, id, plugin_id, channel_id, name, settings, state, reason_en, reason_zh, fetch_at,
                  walk_at, next_at, calls_since, run_at, created_at)
                values (?, ?, 'market', ?, 'Flagship store 旗舰店', '{"folder": "/stalls/1"}', ?, 'The key does not fit.', '钥匙不对。',
                  now(), now(), now(), now(), now(), now())""", tenant, id, channel, state);
        return id;
    }

    private static UUID failed(UUID tenant, UUID account) {
        UUID id = Ids.next();
        Stage.all("""
                insert into core.channel_record (tenant_id, id, account_id, kind, name, label, state, next_at, cause_en, cause_zh, created_at)
                values (?, ?, ?, 'order', 'T-4711', 'T-4711', 'failed', now(), 'The slip is torn.', '纸条破损。', now())""", tenant, id, account);
        return id;
    }

    public static void remove(UUID account) {
        Stage.all("delete from core.channel_record where account_id = ?", account);
        Stage.all("delete from core.channel_stock where account_id = ?", account);
        Stage.all("delete from core.channel_seen where account_id = ?", account);
        Stage.all("delete from core.channel_account where id = ?", account);
    }
}
