package io.storelane.inventory;

import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Scope;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The rows of {@code core.stock_level}: locked in one order by all, and changed only together with the moves that explain the
 * change.
 */
@Component
class Levels {

    private final Database database;
    private final Clock clock;

    Levels(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What names a level. */
    record Key(UUID variantId, UUID locationId) {}

    record Level(Key key, long onHand, long reserved, long safety) {

        long free() {
            return onHand - reserved;
        }
    }

    /**
     * A change of a level.
     *
     * @param onHand units more, or less if negative
     * @param reserved units more kept for orders, or less if negative
     * @param transit units more on their way to another location, or less if negative; no level counts them
     */
    record Move(
            Key key,
            long onHand,
            long reserved,
            long transit,
            MoveReason reason,
            String referenceType,
            @Nullable UUID referenceId,
            String reference,
            String note) {}

    /** Locks these levels in order of (variant, location), those that do not exist are made; their values hold until the end. */
    Map<Key, Level> lock(Collection<Key> keys) {
        UUID tenant = Scope.currentTenant().value();
        UUID[] variants = keys.stream().map(Key::variantId).toArray(UUID[]::new);
        UUID[] locations = keys.stream().map(Key::locationId).toArray(UUID[]::new);
        database.core().sql("""
                        insert into core.stock_level (tenant_id, variant_id, location_id)
                        select ?, k.variant_id, k.location_id from unnest(?, ?) k (variant_id, location_id)
                        where not exists (select from core.stock_level s where s.tenant_id = ?
                          and s.variant_id = k.variant_id and s.location_id = k.location_id)
                        order by k.variant_id, k.location_id
                        on conflict do nothing""").params(tenant, variants, locations, tenant).update();
        Map<Key, Level> levels = new HashMap<>();
        database.core().sql("""
                        select s.* from core.stock_level s
                        join unnest(?, ?) k (variant_id, location_id)
                          on k.variant_id = s.variant_id and k.location_id = s.location_id
                        where s.tenant_id = ? order by s.variant_id, s.location_id for update of s""").params(variants, locations, tenant).query(rs -> {
            Key key = new Key(rs.getObject("variant_id", UUID.class), rs.getObject("location_id", UUID.class));
            levels.put(key, new Level(key, rs.getLong("on_hand"), rs.getLong("reserved"), rs.getLong("safety")));
        });
        return levels;
    }

    /** Changes levels that are locked, one move for each. */
    void write(List<Move> moves) {
        if (moves.isEmpty()) {
            return;
        }
        UUID tenant = Scope.currentTenant().value();
        Actor actor = Actor.current();
        UUID[] variants = column(moves, UUID[]::new, m -> m.key().variantId());
        UUID[] locations = column(moves, UUID[]::new, m -> m.key().locationId());
        Long[] onHand = numbers(moves, Move::onHand);
        Long[] reserved = numbers(moves, Move::reserved);
        database.core()
                .sql("""
                        update core.stock_level s set on_hand = s.on_hand + m.on_hand, reserved = s.reserved + m.reserved
                        from (select variant_id, location_id, sum(on_hand)::bigint as on_hand, sum(reserved)::bigint as reserved
                              from unnest(?, ?, ?, ?) k (variant_id, location_id, on_hand, reserved) group by 1, 2) m
                        where s.tenant_id = ? and s.variant_id = m.variant_id and s.location_id = m.location_id""")
                .params(variants, locations, onHand, reserved, tenant)
                .update();
        database.core()
                .sql("""
                        insert into core.stock_move (tenant_id, id, variant_id, location_id, on_hand, reserved, transit, reason,
                          reference_type, reference_id, reference, note, actor_id, actor_name, at)
                        select ?, m.*, ?::uuid, ?::text, ?::timestamptz from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) m""")
                .param(tenant)
                .param(actor.userId())
                .param(actor.name())
                .param(Timestamp.from(clock.instant()))
                .param(column(moves, UUID[]::new, _ -> Ids.next()))
                .param(variants)
                .param(locations)
                .param(onHand)
                .param(reserved)
                .param(numbers(moves, Move::transit))
                .param(column(moves, String[]::new, m -> m.reason().code()))
                .param(column(moves, String[]::new, Move::referenceType))
                .param(nullable(moves))
                .param(column(moves, String[]::new, Move::reference))
                .param(column(moves, String[]::new, Move::note))
                .update();
    }

    private static <T> T[] column(
            List<Move> moves, java.util.function.IntFunction<T[]> array, Function<Move, T> value) {
        return moves.stream().map(value).toArray(array);
    }

    private static Long[] numbers(List<Move> moves, ToLongFunction<Move> value) {
        return moves.stream().mapToLong(value).boxed().toArray(Long[]::new);
    }

    private static @Nullable UUID[] nullable(List<Move> moves) {
        @Nullable UUID[] ids = new UUID[moves.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = moves.get(i).referenceId();
        }
        return ids;
    }
}
