package io.storelane.channelvendure;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Which fulfilment a parcel became, which variant had a SKU, and which orders wait for their payment. */
@Repository
@Transactional
class Memory {

    private final JdbcClient db;

    Memory(JdbcClient db) {
        this.db = db;
    }

    /** Fulfilments of an order that parcels became, by the parcels. */
    Map<UUID, String> parcels(UUID account, String number) {
        Map<UUID, String> parcels = new LinkedHashMap<>();
        db.sql("""
                        select id, fulfillment_id from plugin_channel_vendure.parcel
                        where account_id = :account and number = :number""").param("account", account).param("number", number).query(rs -> {
            parcels.put(rs.getObject("id", UUID.class), rs.getString("fulfillment_id"));
        });
        return parcels;
    }

    void told(UUID account, UUID parcel, String number, String fulfilment) {
        db.sql("""
                        insert into plugin_channel_vendure.parcel (account_id, id, number, fulfillment_id)
                        values (:account, :id, :number, :fulfilment) on conflict (tenant_id, account_id, id) do nothing""")
                .param("account", account)
                .param("id", parcel)
                .param("number", number)
                .param("fulfilment", fulfilment)
                .update();
    }

    /** Variants that these SKUs were of when the shop was told stock last, by SKU. */
    Map<String, String> listed(UUID account, Collection<String> skus) {
        Map<String, String> listed = new LinkedHashMap<>();
        db.sql("""
                        select sku, variant_id from plugin_channel_vendure.listing
                        where account_id = :account and sku = any(:skus)""").param("account", account).param("skus", array(skus)).query(rs -> {
            listed.put(rs.getString("sku"), rs.getString("variant_id"));
        });
        return listed;
    }

    void list(UUID account, Map<String, String> variants) {
        db.sql("""
                        insert into plugin_channel_vendure.listing (account_id, sku, variant_id)
                        select :account, s.sku, s.variant from unnest(:skus, :variants) as s(sku, variant)
                        on conflict (tenant_id, account_id, sku) do update set variant_id = excluded.variant_id
                        where listing.variant_id <> excluded.variant_id""")
                .param("account", account)
                .param("skus", array(variants.keySet()))
                .param("variants", array(variants.values()))
                .update();
    }

    /** Remembers orders that nobody may ship yet. */
    void await(UUID account, Collection<String> orders, Instant now) {
        db.sql("""
                        insert into plugin_channel_vendure.waiting (account_id, order_id, looked_at)
                        select :account, o, :now from unnest(:orders) as o
                        on conflict (tenant_id, account_id, order_id) do nothing""")
                .param("account", account)
                .param("orders", array(orders))
                .param("now", Timestamp.from(now))
                .update();
    }

    /** Forgets those that an earlier turn brought: the server has stored them, else it would not be in this one. */
    void stored(UUID account, long turn) {
        db.sql("delete from plugin_channel_vendure.waiting where account_id = :account and brought < :turn")
                .param("account", account)
                .param("turn", turn)
                .update();
    }

    /** Orders that wait, those first that were not looked at for the longest time. */
    List<String> waiting(UUID account, int most) {
        return db.sql("""
                        select order_id from plugin_channel_vendure.waiting where account_id = :account
                        order by looked_at, order_id limit :most""")
                .param("account", account)
                .param("most", most)
                .query((rs, _) -> String.valueOf(rs.getString("order_id")))
                .list();
    }

    /** @param brought those among them that wait no longer, and come in this turn */
    void looked(UUID account, Collection<String> orders, Collection<String> brought, long turn, Instant now) {
        db.sql("""
                        update plugin_channel_vendure.waiting
                        set looked_at = :now, brought = case when order_id = any(:brought) then :turn::bigint end
                        where account_id = :account and order_id = any(:orders)""")
                .param("account", account)
                .param("orders", array(orders))
                .param("brought", array(brought))
                .param("turn", turn)
                .param("now", Timestamp.from(now))
                .update();
    }

    private static SqlArrayValue array(Collection<String> texts) {
        return new SqlArrayValue("text", texts.toArray());
    }
}
