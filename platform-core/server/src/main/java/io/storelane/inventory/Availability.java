package io.storelane.inventory;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What a channel may promise: at each location that the router may take from, so all open ones that ship, the units that are
 * neither reserved nor kept back; of their sum the channel's buffer is taken off. Of a bundle it is as many as can be made of its
 * components. It is never below 0.
 */
@Service
public class Availability {

    /** What a channel may promise of a variant. */
    public record Promise(UUID channelId, String channelCode, String channelName, long buffer, long units) {}

    private final Database database;
    private final Goods goods;

    Availability(Database database, Goods goods) {
        this.database = database;
        this.goods = goods;
    }

    /**
     * Units that the channel may promise, by variant; services, which have no units, and unknown variants are missing.
     *
     * @throws ProblemException if there is no such channel
     */
    @Transactional(readOnly = true)
    public Map<UUID, Long> atp(UUID channelId, Collection<UUID> variantIds) {
        Access.current().require(Permission.STOCK_VIEW);
        boolean known = database.core()
                .sql("select exists (select from core.channel where tenant_id = ? and id = ?)")
                .param(Scope.currentTenant().value())
                .param(channelId)
                .query(Boolean.class)
                .single();
        if (!known) {
            throw new ProblemException(InventoryProblem.CHANNEL_NOT_FOUND);
        }
        return new HashMap<>(byChannel(" c.id = :channel", Map.of("channel", channelId), variantIds)
                .getOrDefault(channelId, Map.of()));
    }

    /** What the open channels at, below and above the caller's places may promise of a variant, by the channels' names. */
    @Transactional(readOnly = true)
    public List<Promise> promises(UUID variantId) {
        List<String> places = Access.current().require(Permission.STOCK_VIEW).paths();
        Map<UUID, Map<UUID, Long>> units = byChannel(" c.active", Map.of(), List.of(variantId));
        List<Promise> promises = new ArrayList<>();
        database.core()
                .sql("select id, code, name, stock_buffer, org_path from core.channel"
                        + " where tenant_id = ? and active order by name")
                .param(Scope.currentTenant().value())
                .query(rs -> {
                    String path = rs.getString("org_path");
                    if (places.stream().noneMatch(place -> path.startsWith(place) || place.startsWith(path))) {
                        return;
                    }
                    UUID id = rs.getObject("id", UUID.class);
                    promises.add(new Promise(
                            id,
                            rs.getString("code"),
                            rs.getString("name"),
                            rs.getLong("stock_buffer"),
                            units.getOrDefault(id, Map.of()).getOrDefault(variantId, 0L)));
                });
        return promises;
    }

    private record Component(UUID bundleId, UUID componentId, long quantity) {}

    private Map<UUID, Map<UUID, Long>> byChannel(
            String condition, Map<String, Object> params, Collection<UUID> variantIds) {
        Map<UUID, StockItem> items = goods.byId(variantIds);
        List<Component> components = components(variantIds);
        List<UUID> all = java.util.stream.Stream.concat(
                        items.values().stream().filter(StockItem::hasUnits).map(StockItem::id),
                        components.stream().map(Component::componentId))
                .distinct()
                .toList();
        Map<UUID, Map<UUID, Long>> sums = sums(condition, params, all);
        Map<UUID, Map<UUID, Long>> promised = new HashMap<>();
        sums.forEach((channel, units) -> {
            Map<UUID, Long> own = new HashMap<>();
            items.values().stream()
                    .filter(StockItem::hasUnits)
                    .forEach(i -> own.put(i.id(), units.getOrDefault(i.id(), 0L)));
            components.forEach(
                    c -> own.merge(c.bundleId(), units.getOrDefault(c.componentId(), 0L) / c.quantity(), Math::min));
            promised.put(channel, own);
        });
        return promised;
    }

    private List<Component> components(Collection<UUID> bundles) {
        return database.core()
                .sql(
                        "select bundle_id, component_id, quantity from core.bundle_component where tenant_id = ? and bundle_id = any (?)")
                .param(Scope.currentTenant().value())
                .param(bundles.toArray(UUID[]::new))
                .query((rs, _) -> new Component(
                        rs.getObject("bundle_id", UUID.class),
                        rs.getObject("component_id", UUID.class),
                        rs.getLong("quantity")))
                .list();
    }

    private Map<UUID, Map<UUID, Long>> sums(String condition, Map<String, Object> params, List<UUID> variants) {
        Map<UUID, Map<UUID, Long>> sums = new HashMap<>();
        database.core()
                .sql("""
            select k.variant_id, c.id as channel_id,
              greatest(coalesce(sum(greatest(s.on_hand - s.reserved - s.safety, 0)), 0) - c.stock_buffer, 0)::bigint as units
            from core.channel c
            cross join unnest(:variants::uuid[]) k (variant_id)
            left join core.location l on l.tenant_id = c.tenant_id and l.active and l.ships
            left join core.stock_level s on s.tenant_id = c.tenant_id and s.variant_id = k.variant_id and s.location_id = l.id
            where c.tenant_id = :tenant and %s
            group by k.variant_id, c.id, c.stock_buffer""".formatted(condition))
                .params(params)
                .param("tenant", Scope.currentTenant().value())
                .param("variants", variants.toArray(UUID[]::new))
                .query(rs -> {
                    sums.computeIfAbsent(rs.getObject("channel_id", UUID.class), _ -> new HashMap<>())
                            .put(rs.getObject("variant_id", UUID.class), rs.getLong("units"));
                });
        return sums;
    }
}
