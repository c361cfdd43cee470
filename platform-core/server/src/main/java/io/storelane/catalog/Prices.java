package io.storelane.catalog;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.channel.Channel;
import io.storelane.channel.Channels;
import io.storelane.event.Events;
import io.storelane.problem.FieldErrors;
import io.storelane.problem.ProblemException;
import io.storelane.search.Search;
import io.storelane.search.SearchKind;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Keyset;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Slice;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What variants cost: their prices in the lists, and the lowest price that each channel may take. */
@Service
public class Prices {

    /** Prices that are set at a time. */
    public static final int MOST_AT_ONCE = 500;

    private static final int AMOUNT_LENGTH = 20;

    public static final long MOST_AMOUNT = 999_999_999_999L;

    private final Database database;
    private final PriceLists lists;
    private final ProductRows rows;
    private final Trail trail;
    private final Channels channels;
    private final Search search;
    private final AuditLog audit;
    private final Events events;
    private final JsonMapper json;

    Prices(
            Database database,
            PriceLists lists,
            ProductRows rows,
            Trail trail,
            Channels channels,
            Search search,
            AuditLog audit,
            Events events,
            JsonMapper json) {
        this.database = database;
        this.lists = lists;
        this.rows = rows;
        this.trail = trail;
        this.channels = channels;
        this.search = search;
        this.audit = audit;
        this.events = events;
        this.json = json;
    }

    /**
     * A page of all variants by SKU, with their price in the list.
     *
     * @param q as for products; empty = all
     * @param priced true: only those that have a price in it
     */
    @Transactional(readOnly = true)
    public Slice<PriceCell> cells(UUID list, String q, boolean priced, String cursor, int size) {
        lists.list(list);
        Map<String, Object> params = new HashMap<>();
        String where = where(list, q, priced, params);
        return Keyset.byText("v.sku", "v.id", false, PriceCell::sku, PriceCell::variantId)
                .page(cursor, size, (tail, values) -> {
                    Map<String, Object> all = new HashMap<>(params);
                    all.putAll(values);
                    return cells(where + tail, all);
                });
    }

    /** How many {@link #cells} there are in all. */
    @Transactional(readOnly = true)
    public long count(UUID list, String q, boolean priced) {
        lists.list(list);
        Map<String, Object> params = new HashMap<>();
        String where = where(list, q, priced, params);
        return database.core().sql("""
                        select count(*) from core.variant v
                        left join core.price r on r.tenant_id = v.tenant_id and r.variant_id = v.id and r.price_list_id = :list
                        where v.tenant_id = :tenant""" + where).params(params).query(Long.class).single();
    }

    private String where(UUID list, String q, boolean priced, Map<String, Object> params) {
        params.put("tenant", Scope.currentTenant().value());
        params.put("list", list);
        String where = priced ? " and r.amount is not null" : "";
        if (!q.isBlank()) {
            params.put(
                    "found",
                    new SqlArrayValue(
                            "uuid",
                            search.find(SearchKind.PRODUCT, q, ProductRows.EVERYWHERE, ProductList.MOST_FOUND)
                                    .toArray()));
            where += " and v.product_id = any(:found)";
        }
        return where;
    }

    private List<PriceCell> cells(String tail, Map<String, Object> params) {
        return database.core()
                .sql("""
                        select v.id, v.sku, v.product_id, v.option_values::text as values_text, p.title_zh, p.title_en, r.amount
                        from core.variant v join core.product p on p.tenant_id = v.tenant_id and p.id = v.product_id
                        left join core.price r on r.tenant_id = v.tenant_id and r.variant_id = v.id and r.price_list_id = :list
                        where v.tenant_id = :tenant""" + tail)
                .params(params)
                .query((rs, _) -> new PriceCell(
                        rs.getObject("id", UUID.class),
                        rs.getString("sku"),
                        rs.getObject("product_id", UUID.class),
                        new Text(rs.getString("title_zh"), rs.getString("title_en")),
                        json.readValue(rs.getString("values_text"), new TypeReference<List<Text>>() {}),
                        rs.getObject("amount", Long.class)))
                .list();
    }

    /** The variants with these SKUs; a SKU that is not there is missing in the answer. */
    @Transactional(readOnly = true)
    public Map<String, UUID> variants(Collection<String> skus) {
        Access.current().require(Permission.PRODUCTS_VIEW);
        Map<String, UUID> variants = Sku.map();
        database.core()
                .sql("select v.sku, v.id from core.variant v where v.tenant_id = :tenant and " + Sku.in(":skus"))
                .param("tenant", Scope.currentTenant().value())
                .param("skus", new SqlArrayValue("text", skus.toArray()))
                .query((rs, _) -> variants.put(rs.getString(1), rs.getObject(2, UUID.class)))
                .list();
        return variants;
    }

    /** Amounts of the variants of a product: by list or channel, then by variant; minor units. */
    public record Amounts(Map<UUID, Map<UUID, Long>> prices, Map<UUID, Map<UUID, Long>> floors) {}

    @Transactional(readOnly = true)
    public Amounts of(UUID productId) {
        Access.current().require(Permission.PRODUCTS_VIEW);
        return new Amounts(
                amounts("core.price", "price_list_id", productId),
                amounts("core.price_floor", "channel_id", productId));
    }

    private Map<UUID, Map<UUID, Long>> amounts(String table, String owner, UUID productId) {
        Map<UUID, Map<UUID, Long>> amounts = new HashMap<>();
        database.core()
                .sql("select r." + owner + " as owner, r.variant_id, r.amount from core.variant v join " + table + " r"
                        + " on r.tenant_id = v.tenant_id and r.variant_id = v.id"
                        + " where v.tenant_id = :tenant and v.product_id = :product")
                .param("tenant", Scope.currentTenant().value())
                .param("product", productId)
                .query((rs, _) -> amounts.computeIfAbsent(rs.getObject("owner", UUID.class), _ -> new HashMap<>())
                        .put(rs.getObject("variant_id", UUID.class), rs.getLong("amount")))
                .list();
        return amounts;
    }

    /**
     * Sets prices of a list.
     *
     * @param version the version of the list that the caller saw; null = whatever it is
     * @param amounts by variant, minor units; null takes the price away
     * @throws ProblemException if it was changed meanwhile, or a listed product would lose its price in the base list
     */
    @Transactional
    public void set(UUID list, @Nullable Long version, Map<UUID, @Nullable Long> amounts) {
        PriceList before = lists.locked(list, version);
        if (before.base()) {
            requireListedPriced(amounts);
        }
        Map<UUID, @Nullable Long> changed = write("core.price", "price_list_id", list, amounts);
        if (changed.isEmpty()) {
            return;
        }
        lists.touched(list);
        audit.record(
                "prices.changed",
                new AuditTarget("pricelist", list, before.name(), null),
                named(changed.keySet(), changed),
                named(changed.keySet(), amounts));
        events.append("prices.changed", "pricelist", list, Map.of("variants", changed.keySet()));
    }

    /** What is listed keeps its price in the base list. */
    private void requireListedPriced(Map<UUID, @Nullable Long> amounts) {
        List<UUID> order = List.copyOf(amounts.keySet());
        var errors = new FieldErrors();
        database
                .core()
                .sql("""
                        select v.id from core.variant v join core.product p on p.tenant_id = v.tenant_id and p.id = v.product_id
                        join core.price r on r.tenant_id = v.tenant_id and r.variant_id = v.id
                        join core.price_list l on l.tenant_id = r.tenant_id and l.id = r.price_list_id and l.base
                        where v.tenant_id = :tenant and v.id = any(:variants) and v.active and p.state = 'listed'""")
                .param("tenant", Scope.currentTenant().value())
                .param(
                        "variants",
                        new SqlArrayValue(
                                "uuid",
                                order.stream()
                                        .filter(v -> amounts.get(v) == null)
                                        .toArray()))
                .query(UUID.class)
                .list()
                .stream()
                .sorted(Comparator.comparingInt(order::indexOf))
                .forEach(v -> errors.add("/prices/" + order.indexOf(v) + "/price", CatalogProblem.LACKS_PRICE));
        errors.throwIfAny(CatalogProblem.LISTED_NEEDS);
    }

    /**
     * Sets the lowest prices of a channel.
     *
     * @param amounts by variant, minor units of the channel's currency; null takes the lowest price away
     */
    @Transactional
    public void setFloors(UUID channelId, Map<UUID, @Nullable Long> amounts) {
        Access.current().require(Permission.PRICES_MANAGE);
        Channel channel = channels.channel(channelId);
        Map<UUID, @Nullable Long> changed = write("core.price_floor", "channel_id", channelId, amounts);
        if (changed.isEmpty()) {
            return;
        }
        audit.record(
                "floors.changed",
                new AuditTarget("channel", channelId, channel.name(), channel.nodeId()),
                named(changed.keySet(), changed),
                named(changed.keySet(), amounts));
        events.append("floors.changed", "channel", channelId, Map.of("variants", changed.keySet()));
    }

    /** Writes what differs. @return for each variant whose amount is another now, what it was */
    private Map<UUID, @Nullable Long> write(String table, String owner, UUID id, Map<UUID, @Nullable Long> amounts) {
        if (amounts.size() > MOST_AT_ONCE) {
            throw new ProblemException(CatalogProblem.TOO_MANY_PRICES, MOST_AT_ONCE);
        }
        amounts.values().forEach(Prices::check);
        Map<UUID, Long> present = new HashMap<>();
        Map<String, Object> params = Map.of(
                "tenant",
                Scope.currentTenant().value(),
                "owner",
                id,
                "variants",
                new SqlArrayValue("uuid", amounts.keySet().toArray()));
        database.core()
                .sql("select variant_id, amount from " + table + " where tenant_id = :tenant and " + owner
                        + " = :owner and variant_id = any(:variants) for update")
                .params(params)
                .query((rs, _) -> present.put(rs.getObject(1, UUID.class), rs.getLong(2)))
                .list();
        Map<UUID, @Nullable Long> changed = new LinkedHashMap<>();
        amounts.forEach((variant, amount) -> {
            if (!java.util.Objects.equals(present.get(variant), amount)) {
                changed.put(variant, present.get(variant));
            }
        });
        Object[] set =
                changed.keySet().stream().filter(v -> amounts.get(v) != null).toArray();
        Object[] gone =
                changed.keySet().stream().filter(v -> amounts.get(v) == null).toArray();
        try {
            database.core()
                    .sql("insert into " + table + " (tenant_id, " + owner + ", variant_id, amount)"
                            + " select :tenant, :owner, n.variant, n.amount from unnest(:variants::uuid[], :amounts::bigint[])"
                            + " n (variant, amount) on conflict (tenant_id, " + owner
                            + ", variant_id) do update set amount = excluded.amount")
                    .param("tenant", Scope.currentTenant().value())
                    .param("owner", id)
                    .param("variants", new SqlArrayValue("uuid", set))
                    .param(
                            "amounts",
                            new SqlArrayValue(
                                    "bigint",
                                    java.util.Arrays.stream(set)
                                            .map(v -> amounts.get((UUID) v))
                                            .toArray()))
                    .update();
        } catch (DataIntegrityViolationException _) {
            throw new ProblemException(CatalogProblem.VARIANT_NOT_FOUND);
        }
        database.core()
                .sql("delete from " + table + " where tenant_id = :tenant and " + owner
                        + " = :owner and variant_id = any(:variants)")
                .param("tenant", Scope.currentTenant().value())
                .param("owner", id)
                .param("variants", new SqlArrayValue("uuid", gone))
                .update();
        return changed;
    }

    /** Minor units of a typed amount; null if nothing is typed. @throws ProblemException if it is no amount of this currency */
    public static @Nullable Long amount(String typed, String currency) {
        String text = typed.strip().replace(",", "").replace("，", "");
        if (text.isEmpty()) {
            return null;
        }
        try {
            if (text.length() > AMOUNT_LENGTH || !text.matches("\\d+(\\.\\d+)?")) {
                throw new ProblemException(CatalogProblem.AMOUNT_INVALID);
            }
            return new BigDecimal(text)
                    .movePointRight(Currency.getInstance(currency).getDefaultFractionDigits())
                    .longValueExact();
        } catch (ArithmeticException _) {
            throw new ProblemException(CatalogProblem.AMOUNT_INVALID);
        }
    }

    private static void check(@Nullable Long amount) {
        if (amount != null && (amount < 0 || amount > MOST_AMOUNT)) {
            throw new ProblemException(CatalogProblem.AMOUNT_INVALID);
        }
    }

    /** The amounts by SKU, for the trail. */
    private Map<String, Object> named(java.util.Set<UUID> variants, Map<UUID, @Nullable Long> amounts) {
        Map<String, Object> named = new LinkedHashMap<>();
        database.core()
                .sql("select id, sku from core.variant where tenant_id = :tenant and id = any(:variants) order by sku")
                .param("tenant", Scope.currentTenant().value())
                .param("variants", new SqlArrayValue("uuid", variants.toArray()))
                .query((rs, _) -> {
                    Long amount = amounts.get(rs.getObject(1, UUID.class));
                    return named.put(rs.getString(2), amount == null ? "" : amount);
                })
                .list();
        return named;
    }

    /**
     * Says which channels may sell a product.
     *
     * @param version the version of the product that the caller saw
     * @param exclusive false: all channels may; {@code only} is then of no account
     */
    @Transactional
    public void authorize(UUID productId, long version, boolean exclusive, List<UUID> only) {
        Access.current().require(Permission.PRICES_MANAGE);
        Product before = rows.locked(productId, version);
        List<Channel> wanted = only.stream().distinct().map(channels::channel).toList();
        UUID tenant = Scope.currentTenant().value();
        database.core()
                .sql("update core.product set exclusive = :exclusive where tenant_id = :tenant and id = :id")
                .param("tenant", tenant)
                .param("id", productId)
                .param("exclusive", exclusive)
                .update();
        database.core()
                .sql("delete from core.channel_authorization where tenant_id = :tenant and product_id = :id")
                .param("tenant", tenant)
                .param("id", productId)
                .update();
        wanted.forEach(channel -> database.core()
                .sql("""
                        insert into core.channel_authorization (tenant_id, product_id, channel_id)
                        values (:tenant, :id, :channel)""")
                .param("tenant", tenant)
                .param("id", productId)
                .param("channel", channel.id())
                .update());
        rows.touched(productId);
        trail.record(
                "product.authorized",
                before,
                Map.of(
                        "exclusive",
                        before.exclusive(),
                        "channels",
                        names(before.channels().stream().map(channels::channel).toList())),
                Map.of("exclusive", exclusive, "channels", names(wanted)));
    }

    private static String names(List<Channel> channels) {
        return String.join(", ", channels.stream().map(Channel::name).sorted().toList());
    }
}
