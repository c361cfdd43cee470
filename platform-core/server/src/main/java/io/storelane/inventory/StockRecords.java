package io.storelane.inventory;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Levels of stock for programs: at locations that the caller reaches. */
@Service
public class StockRecords {

    private static final UUID LEAST = new UUID(0, 0);

    private final Database database;

    StockRecords(Database database) {
        this.database = database;
    }

    /** Units of a variant at a location. */
    public record Told(
            UUID variant, String sku, UUID location, String locationCode, long onHand, long reserved, long safety) {}

    @Transactional(readOnly = true)
    public List<Told> of(UUID variant) {
        return read(" and s.variant_id = :variant order by s.location_id", Map.of("variant", variant));
    }

    /** The first ones in the order of variant and location. */
    @Transactional(readOnly = true)
    public List<Told> first(int most) {
        return after(LEAST, LEAST, most);
    }

    /** Those that follow in the order of variant and location. */
    @Transactional(readOnly = true)
    public List<Told> after(UUID variant, UUID location, int most) {
        return read(
                " and (s.variant_id, s.location_id) > (:variant, :location) order by s.variant_id, s.location_id limit :most",
                Map.of("variant", variant, "location", location, "most", most));
    }

    private List<Told> read(String tail, Map<String, ?> values) {
        Reach reach = Access.current().require(Permission.STOCK_VIEW);
        Map<String, Object> params = new HashMap<>(reach.params());
        params.putAll(values);
        params.put("tenant", Scope.currentTenant().value());
        return database.core()
                .sql("""
                        select s.variant_id, v.sku, s.location_id, l.code, s.on_hand, s.reserved, s.safety from core.stock_level s
                        join core.variant v on v.tenant_id = s.tenant_id and v.id = s.variant_id
                        join core.location l on l.tenant_id = s.tenant_id and l.id = s.location_id
                        where s.tenant_id = :tenant and\s""" + reach.filter("l.org_path") + tail)
                .params(params)
                .query((rs, _) -> new Told(
                        rs.getObject("variant_id", UUID.class),
                        rs.getString("sku"),
                        rs.getObject("location_id", UUID.class),
                        rs.getString("code"),
                        rs.getLong("on_hand"),
                        rs.getLong("reserved"),
                        rs.getLong("safety")))
                .list();
    }
}
