package io.storelane.catalog;

import io.storelane.tenancy.Database;
import io.storelane.tenancy.Kept;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Stamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What an order of a channel may contain, and for how much: two reads for any number of SKUs. What a small shop offers is kept in
 * memory whole, of a large one what was asked for last.
 */
@Service
public class Offers {

    /** Of all that is kept whole. */
    private static final long BYTES = 48L << 20;

    private final Database database;
    private final Kept<Asked, During> kept;
    private final Kept<Market, Assortment> assortments;

    Offers(Database database, Stamps stamps) {
        this.database = database;
        this.kept = stamps.keep(50_000);
        this.assortments = stamps.keep(BYTES, Assortment::size);
    }

    /**
     * The offers of a channel. A list of the channel goes before one for all channels, and among these the one whose validity
     * began last.
     *
     * @param at the moment whose prices count
     * @return by SKU, however its capitals are written; a SKU that does not exist is missing
     */
    public Map<String, Offer> bySku(UUID channelId, String currency, Collection<String> skus, Instant at) {
        Map<String, Offer> offers = Sku.map();
        if (skus.isEmpty()) {
            return offers;
        }
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            Assortment all = assortments.get(
                    new Market(channelId, currency),
                    assortment -> assortment.holdsAt(at),
                    () -> assortment(channelId, currency, at));
            if (all.isWhole()) {
                skus.forEach(sku -> all.find(sku).ifPresent(offer -> offers.put(offer.sku(), offer)));
                return offers;
            }
        }
        Map<Asked, During> found = kept.getAll(
                skus.stream().map(sku -> new Asked(channelId, currency, sku)).toList(),
                during -> !at.isBefore(during.from()) && at.isBefore(during.until()),
                asked -> read(asked, at));
        found.values().forEach(during -> offers.put(during.offer().sku(), during.offer()));
        return offers;
    }

    private record Market(UUID channelId, String currency) {}

    private Assortment assortment(UUID channelId, String currency, Instant at) {
        boolean small = database.core()
                .sql("select count(*) <= :most from"
                        + " (select from core.variant where tenant_id = :tenant limit :most + 1) v")
                .param("most", Assortment.MOST)
                .param("tenant", Scope.currentTenant().value())
                .query(Boolean.class)
                .single();
        if (!small) {
            return Assortment.tooLarge();
        }
        Window window = window(channelId, currency, at);
        return Assortment.of(read(channelId, currency, null, at).values(), window.from(), window.until());
    }

    private record Asked(UUID channelId, String currency, String sku) {}

    /** An offer and the time in which it is this one, by the price lists as they stand. */
    private record During(Offer offer, Instant from, Instant until) {}

    private record Window(Instant from, Instant until) {}

    /** @param asked all for the same channel and currency */
    private Map<Asked, During> read(List<Asked> asked, Instant at) {
        UUID channelId = asked.getFirst().channelId();
        String currency = asked.getFirst().currency();
        Map<String, Offer> offers =
                read(channelId, currency, asked.stream().map(Asked::sku).toList(), at);
        Window window = window(channelId, currency, at);
        Map<Asked, During> found = new HashMap<>();
        for (Asked one : asked) {
            Offer offer = offers.get(one.sku());
            if (offer != null) {
                found.put(one, new During(offer, window.from(), window.until()));
            }
        }
        return found;
    }

    /** The time around a moment in which no list begins or ends to be valid. */
    private Window window(UUID channelId, String currency, Instant at) {
        return database.core()
                .sql("""
                        select max(t.at) filter (where t.at <= :at) as begins, min(t.at) filter (where t.at > :at) as ends
                        from core.price_list l, lateral (values (l.valid_from), (l.valid_until)) t (at)
                        where l.tenant_id = :tenant and l.active and l.currency = :currency
                          and (l.channel_id = :channel or l.channel_id is null)""")
                .param("tenant", Scope.currentTenant().value())
                .param("channel", channelId)
                .param("currency", currency)
                .param("at", Timestamp.from(at))
                .query((rs, _) -> new Window(
                        time(rs.getTimestamp("begins"), Instant.MIN), time(rs.getTimestamp("ends"), Instant.MAX)))
                .single();
    }

    private static Instant time(@Nullable Timestamp time, Instant none) {
        return time == null ? none : time.toInstant();
    }

    /** @param skus null = all */
    private Map<String, Offer> read(UUID channelId, String currency, @Nullable Collection<String> skus, Instant at) {
        Map<String, Offer> offers = Sku.map();
        var statement = database.core()
                .sql("""
                        select v.id, v.sku, v.product_id, p.title_zh, p.title_en, p.kind,
                          p.state = 'listed' and v.active as listed,
                          not p.exclusive or exists (select from core.channel_authorization a
                            where a.tenant_id = :tenant and a.product_id = p.id and a.channel_id = :channel) as authorized,
                          (select r.amount from core.price r
                            join core.price_list l on l.tenant_id = r.tenant_id and l.id = r.price_list_id
                            where r.tenant_id = :tenant and r.variant_id = v.id and l.active and l.currency = :currency
                              and (l.channel_id = :channel or l.channel_id is null)
                              and (l.valid_from is null or l.valid_from <= :at) and (l.valid_until is null or l.valid_until > :at)
                            order by l.channel_id is null, l.valid_from desc nulls last, l.id desc limit 1) as price,
                          (select f.amount from core.price_floor f where f.tenant_id = :tenant and f.channel_id = :channel
                            and f.variant_id = v.id) as floor
                        from core.variant v join core.product p on p.tenant_id = v.tenant_id and p.id = v.product_id
                        where v.tenant_id = :tenant and\s""" + (skus == null ? "true" : Sku.in(":skus")))
                .param("tenant", Scope.currentTenant().value())
                .param("channel", channelId)
                .param("currency", currency)
                .param("at", Timestamp.from(at));
        if (skus != null) {
            statement.param("skus", new SqlArrayValue("text", skus.toArray()));
        }
        List<Offer> found = statement.query((rs, _) -> offer(rs)).list();
        Map<UUID, List<Offer.Component>> components = components(
                channelId,
                found.stream().filter(Offer::isBundle).map(Offer::variantId).toList());
        for (Offer offer : found) {
            offers.put(offer.sku(), offer.isBundle() ? with(offer, components) : offer);
        }
        return offers;
    }

    private static Offer offer(ResultSet rs) throws SQLException {
        return new Offer(
                rs.getObject("id", UUID.class),
                rs.getObject("product_id", UUID.class),
                rs.getString("sku"),
                rs.getString("title_zh"),
                rs.getString("title_en"),
                rs.getString("kind"),
                rs.getBoolean("listed"),
                rs.getBoolean("authorized"),
                nullable(rs, "price"),
                nullable(rs, "floor"),
                List.of());
    }

    private static @Nullable Long nullable(ResultSet rs, String column) throws SQLException {
        long value = rs.getLong(column);
        return rs.wasNull() ? null : value;
    }

    /** A bundle with what it consists of; without that there is nothing to sell. */
    private static Offer with(Offer offer, Map<UUID, List<Offer.Component>> components) {
        List<Offer.Component> own = components.getOrDefault(offer.variantId(), List.of());
        return new Offer(
                offer.variantId(),
                offer.productId(),
                offer.sku(),
                offer.titleZh(),
                offer.titleEn(),
                offer.kind(),
                offer.listed() && !own.isEmpty(),
                offer.authorized(),
                offer.price(),
                offer.floor(),
                own);
    }

    private Map<UUID, List<Offer.Component>> components(UUID channelId, List<UUID> bundles) {
        Map<UUID, List<Offer.Component>> components = new HashMap<>();
        if (bundles.isEmpty()) {
            return components;
        }
        database.core()
                .sql("""
                        select b.bundle_id, b.quantity, v.id, v.sku, p.title_zh, p.title_en, p.kind,
                          not p.exclusive or exists (select from core.channel_authorization a
                            where a.tenant_id = :tenant and a.product_id = p.id and a.channel_id = :channel) as authorized
                        from core.bundle_component b
                        join core.variant v on v.tenant_id = b.tenant_id and v.id = b.component_id
                        join core.product p on p.tenant_id = v.tenant_id and p.id = v.product_id
                        where b.tenant_id = :tenant and b.bundle_id in (:bundles) order by v.sku""")
                .param("tenant", Scope.currentTenant().value())
                .param("channel", channelId)
                .param("bundles", bundles)
                .query((rs, _) -> components
                        .computeIfAbsent(rs.getObject("bundle_id", UUID.class), _ -> new ArrayList<>())
                        .add(new Offer.Component(
                                rs.getObject("id", UUID.class),
                                rs.getString("sku"),
                                rs.getString("title_zh"),
                                rs.getString("title_en"),
                                rs.getString("kind"),
                                rs.getLong("quantity"),
                                rs.getBoolean("authorized"))))
                .list();
        return components;
    }
}
