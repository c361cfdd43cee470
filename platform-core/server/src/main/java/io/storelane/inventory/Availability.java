package io.storelane.inventory;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.catalog.Obstacle;
import io.storelane.catalog.SkuView;
import io.storelane.catalog.Skus;
import io.storelane.channel.Channel;
import io.storelane.channel.Channels;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What a channel may promise: at each location that the router may take from, so all open ones that ship, the units that are
 * neither reserved nor kept back; of their sum the channel's buffer is taken off. Of a bundle it is as many as can be made of its
 * components. It is never below 0, and 0 wherever the channel may not sell the variant.
 */
@Service
public class Availability {

    /**
     * What a channel may promise of a variant.
     *
     * @param obstacle why the channel may not sell it and so promises nothing; null if it may
     */
    public record Promise(
            UUID channelId,
            String channelCode,
            String channelName,
            long buffer,
            long units,
            @Nullable Obstacle obstacle) {}

    private final Database database;
    private final Skus skus;
    private final Channels channels;

    Availability(Database database, Skus skus, Channels channels) {
        this.database = database;
        this.skus = skus;
        this.channels = channels;
    }

    /**
     * Units that the channel may promise, by variant; services, which have no units, and unknown variants are missing.
     *
     * @throws ProblemException if there is no such channel, or none that the caller may see
     */
    @Transactional(readOnly = true)
    public Map<UUID, Long> atp(UUID channelId, Collection<UUID> variantIds) {
        Access.current().require(Permission.STOCK_VIEW);
        Channel channel = channels.list().stream()
                .filter(c -> c.id().equals(channelId))
                .findFirst()
                .orElseThrow(() -> new ProblemException(InventoryProblem.CHANNEL_NOT_FOUND));
        Map<UUID, Long> promised = free(variantIds).promisedBy(channel);
        skus.obstacles(variantIds, List.of(channelId))
                .getOrDefault(channelId, Map.of())
                .keySet()
                .forEach(kept -> promised.replace(kept, 0L));
        return promised;
    }

    /** What the open channels at, below and above the caller's places may promise of a variant, by the channels' names. */
    @Transactional(readOnly = true)
    public List<Promise> promises(UUID variantId) {
        Reach reach = Access.current().require(Permission.STOCK_VIEW);
        Free free = free(List.of(variantId));
        List<Channel> open = channels.list().stream()
                .filter(Channel::active)
                .filter(c -> reach.covers(c.orgPath())
                        || reach.paths().stream().anyMatch(place -> place.startsWith(c.orgPath())))
                .toList();
        Map<UUID, Map<UUID, Obstacle>> obstacles = skus.obstacles(
                List.of(variantId), open.stream().map(Channel::id).toList());
        return open.stream()
                .map(c -> {
                    Obstacle obstacle = obstacles.getOrDefault(c.id(), Map.of()).get(variantId);
                    long units = obstacle == null ? free.promisedBy(c).getOrDefault(variantId, 0L) : 0;
                    return new Promise(c.id(), c.code(), c.name(), c.stockBuffer(), units, obstacle);
                })
                .toList();
    }

    /**
     * What is free, whoever sells it.
     *
     * @param goods the variants that were asked for and have units of their own
     * @param components what those that were asked for are made of
     * @param units free units of both, by variant
     */
    private record Free(List<UUID> goods, List<Skus.Component> components, Map<UUID, Long> units) {

        Map<UUID, Long> promisedBy(Channel channel) {
            Map<UUID, Long> promised = new HashMap<>();
            goods.forEach(id -> promised.put(id, less(id, channel.stockBuffer())));
            components.forEach(c -> promised.merge(
                    c.bundleId(), less(c.componentId(), channel.stockBuffer()) / c.quantity(), Math::min));
            return promised;
        }

        private long less(UUID variant, long buffer) {
            return Math.max(0, units.getOrDefault(variant, 0L) - buffer);
        }
    }

    private Free free(Collection<UUID> variantIds) {
        List<UUID> goods = skus.byId(variantIds).values().stream()
                .filter(SkuView::hasUnits)
                .map(SkuView::id)
                .toList();
        List<Skus.Component> components = skus.components(variantIds);
        Map<UUID, Long> units = new HashMap<>();
        database.core()
                .sql("""
                        select s.variant_id, sum(greatest(s.on_hand - s.reserved - s.safety, 0))::bigint as units
                        from core.stock_level s
                        join core.location l on l.tenant_id = s.tenant_id and l.id = s.location_id and l.active and l.ships
                        where s.tenant_id = ? and s.variant_id = any (?) group by s.variant_id""")
                .param(Scope.currentTenant().value())
                .param(new SqlArrayValue(
                        "uuid",
                        Stream.concat(goods.stream(), components.stream().map(Skus.Component::componentId))
                                .distinct()
                                .toArray()))
                .query(rs -> {
                    units.put(rs.getObject("variant_id", UUID.class), rs.getLong("units"));
                });
        return new Free(goods, components, units);
    }
}
