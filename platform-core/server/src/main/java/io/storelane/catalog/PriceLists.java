package io.storelane.catalog;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.channel.Channel;
import io.storelane.channel.Channels;
import io.storelane.event.Events;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Keyset;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Slice;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The price lists of a workspace. Whoever sees products sees the lists for all channels and those of the channels in sight. */
@Service
public class PriceLists {

    /** Lists that a workspace may have. */
    public static final int MOST = 200;

    private final Database database;
    private final Channels channels;
    private final AuditLog audit;
    private final Events events;

    PriceLists(Database database, Channels channels, AuditLog audit, Events events) {
        this.database = database;
        this.channels = channels;
        this.audit = audit;
        this.events = events;
    }

    /**
     * Which lists to show.
     *
     * @param q part of the name; empty = all
     * @param channelId lists of this channel; null = all
     * @param state {@code active} or {@code inactive}; empty = both
     * @param sort {@code name}, with a hyphen before it from the end
     */
    public record Filter(String q, @Nullable UUID channelId, String state, String sort) {

        /** What an address may say and is none of these means the default. */
        public Filter {
            state = List.of("active", "inactive").contains(state) ? state : "";
            sort = List.of("name", "-name").contains(sort) ? sort : "name";
        }
    }

    /** A page of the lists that the caller may see and that match, by name. */
    @Transactional(readOnly = true)
    public Slice<PriceList> find(Filter filter, String cursor, int size) {
        Map<String, Object> params = new HashMap<>();
        String where = where(filter, params);
        return Keyset.byText("l.name", "l.id", filter.sort().startsWith("-"), PriceList::name, PriceList::id)
                .page(cursor, size, (tail, values) -> {
                    Map<String, Object> all = new HashMap<>(params);
                    all.putAll(values);
                    return rows(where + tail, all);
                });
    }

    /** How many {@link #find} has in all. */
    @Transactional(readOnly = true)
    public long count(Filter filter) {
        Map<String, Object> params = new HashMap<>();
        String where = where(filter, params);
        params.put("tenant", Scope.currentTenant().value());
        return database.core()
                .sql("select count(*) from core.price_list l where l.tenant_id = :tenant" + where)
                .params(params)
                .query(Long.class)
                .single();
    }

    private String where(Filter filter, Map<String, Object> params) {
        Access.current().require(Permission.PRODUCTS_VIEW);
        params.put(
                "seen",
                new SqlArrayValue(
                        "uuid", channels.list().stream().map(Channel::id).toArray()));
        StringBuilder where = new StringBuilder(" and (l.channel_id is null or l.channel_id = any(:seen))");
        if (!filter.q().isEmpty()) {
            where.append(" and position(:q in lower(l.name)) > 0");
            params.put("q", filter.q().toLowerCase(Locale.ROOT));
        }
        if (filter.channelId() != null) {
            where.append(" and l.channel_id = :channel");
            params.put("channel", filter.channelId());
        }
        if (!filter.state().isEmpty()) {
            where.append(" and l.active = :active");
            params.put("active", filter.state().equals("active"));
        }
        return where.toString();
    }

    /** The base list first, then by name. */
    @Transactional(readOnly = true)
    public List<PriceList> all() {
        Access.current().require(Permission.PRODUCTS_VIEW);
        Set<UUID> seen = channels.list().stream().map(Channel::id).collect(Collectors.toSet());
        return rows().stream()
                .filter(l -> l.channelId() == null || seen.contains(l.channelId()))
                .toList();
    }

    /** @throws ProblemException if there is none that the caller may see */
    @Transactional(readOnly = true)
    public PriceList list(UUID id) {
        return all().stream()
                .filter(l -> l.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ProblemException(CatalogProblem.LIST_NOT_FOUND));
    }

    @Transactional
    public UUID add(PriceListDetails details) {
        Access.current().require(Permission.PRICES_MANAGE);
        if (rows().size() >= MOST) {
            throw new ProblemException(CatalogProblem.TOO_MANY_LISTS, MOST);
        }
        requireCurrency(details);
        UUID id = insert(details, false);
        audit.record("pricelist.added", target(id, details.name()), Map.of(), values(details));
        events.append("pricelist.added", "pricelist", id, Map.of());
        return id;
    }

    /**
     * @param version the version that the caller saw
     * @throws ProblemException if it was changed meanwhile, or the base list would become another
     */
    @Transactional
    public void change(UUID id, long version, PriceListDetails details) {
        PriceList before = locked(id, version);
        if (before.base()
                && (details.channelId() != null
                        || details.validFrom() != null
                        || details.validUntil() != null
                        || !details.active())) {
            throw new ProblemException(CatalogProblem.BASE_LIST);
        }
        if (before.prices() > 0 && !before.currency().equals(details.currency())) {
            throw new ProblemException(CatalogProblem.CURRENCY_FIXED, before.currency());
        }
        requireCurrency(details);
        write("""
                update core.price_list set name = :name, channel_id = :channel, currency = :currency, valid_from = :from,
                  valid_until = :until, active = :active, version = version + 1
                where tenant_id = :tenant and id = :id and base = :base""", id, details, before.base());
        audit.record("pricelist.changed", target(id, details.name()), values(details(before)), values(details));
        events.append("pricelist.changed", "pricelist", id, Map.of());
    }

    /** The base list of a new workspace. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void provision(String name, String currency) {
        insert(new PriceListDetails(name, null, currency, null, null, true), true);
    }

    /** The list, held against changes by others until the transaction ends. */
    PriceList locked(UUID id, @Nullable Long version) {
        Access.current().require(Permission.PRICES_MANAGE);
        database.core()
                .sql("select version from core.price_list where tenant_id = :tenant and id = :id for update")
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .query(Long.class)
                .optional();
        PriceList list = list(id);
        if (version != null && version != list.version()) {
            throw new ProblemException(CatalogProblem.CHANGED_MEANWHILE);
        }
        return list;
    }

    void touched(UUID id) {
        database.core()
                .sql("update core.price_list set version = version + 1 where tenant_id = :tenant and id = :id")
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .update();
    }

    private void requireCurrency(PriceListDetails details) {
        UUID channel = details.channelId();
        if (channel != null && !channels.channel(channel).currency().equals(details.currency())) {
            throw new ProblemException(
                    CatalogProblem.CURRENCY_MISMATCH, channels.channel(channel).currency());
        }
    }

    private UUID insert(PriceListDetails details, boolean base) {
        UUID id = Ids.next();
        write("""
                insert into core.price_list (tenant_id, id, name, channel_id, currency, valid_from, valid_until, active, base)
                values (:tenant, :id, :name, :channel, :currency, :from, :until, :active, :base)""", id, details, base);
        return id;
    }

    private void write(String sql, UUID id, PriceListDetails d, boolean base) {
        Map<String, @Nullable Object> columns = new HashMap<>();
        columns.put("tenant", Scope.currentTenant().value());
        columns.put("id", id);
        columns.put("name", d.name());
        columns.put("channel", d.channelId());
        columns.put("currency", d.currency());
        columns.put("from", timestamp(d.validFrom()));
        columns.put("until", timestamp(d.validUntil()));
        columns.put("active", d.active());
        columns.put("base", base);
        try {
            database.core().sql(sql).params(columns).update();
        } catch (DuplicateKeyException _) {
            throw new ProblemException(CatalogProblem.NAME_TAKEN);
        }
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant time) {
        return time == null ? null : Timestamp.from(time);
    }

    private List<PriceList> rows() {
        return rows(" order by l.base desc, l.name, l.id", Map.of());
    }

    private List<PriceList> rows(String tail, Map<String, Object> params) {
        return database.core()
                .sql("""
                        select l.id, l.name, l.channel_id, c.name as channel_name, l.currency, l.valid_from, l.valid_until, l.active,
                          l.base, l.version, (select count(*) from core.price r
                            where r.tenant_id = l.tenant_id and r.price_list_id = l.id) as prices
                        from core.price_list l left join core.channel c on c.tenant_id = l.tenant_id and c.id = l.channel_id
                        where l.tenant_id = :tenant""" + tail)
                .param("tenant", Scope.currentTenant().value())
                .params(params)
                .query(new SimplePropertyRowMapper<>(PriceList.class))
                .list();
    }

    private static PriceListDetails details(PriceList l) {
        return new PriceListDetails(l.name(), l.channelId(), l.currency(), l.validFrom(), l.validUntil(), l.active());
    }

    private Map<String, Object> values(PriceListDetails d) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", d.name());
        UUID channel = d.channelId();
        values.put("channel", channel == null ? "" : channels.channel(channel).name());
        values.put("currency", d.currency());
        values.put("validFrom", d.validFrom() == null ? "" : d.validFrom().toString());
        values.put("validUntil", d.validUntil() == null ? "" : d.validUntil().toString());
        values.put("active", d.active());
        return values;
    }

    private static AuditTarget target(UUID id, String name) {
        return new AuditTarget("pricelist", id, name, null);
    }
}
