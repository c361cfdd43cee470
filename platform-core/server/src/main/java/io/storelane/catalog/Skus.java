package io.storelane.catalog;

import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Variants by number or id, for modules that count them: one read for any number of them. Asks for no permission. */
@Service
public class Skus {

    private static final String SELECT = """
            select v.id, v.sku, p.title_zh, p.title_en, p.kind from core.variant v
            join core.product p on p.tenant_id = v.tenant_id and p.id = v.product_id
            where v.tenant_id = ? and\s""";

    private final Database database;

    Skus(Database database) {
        this.database = database;
    }

    /**
     * What a bundle is made of.
     *
     * @param quantity units of the component in one bundle, 1 or more
     */
    public record Component(UUID bundleId, UUID componentId, long quantity) {}

    /** The variants with these SKUs, by SKU, however its capitals are written; those that do not exist are missing. */
    @Transactional(readOnly = true)
    public Map<String, SkuView> bySku(Collection<String> skus) {
        Map<String, SkuView> found = Sku.map();
        read(Sku.in("?"), new SqlArrayValue("text", skus.toArray())).forEach(sku -> found.put(sku.sku(), sku));
        return found;
    }

    /** The variants with these ids, by id; those that do not exist are missing. */
    @Transactional(readOnly = true)
    public Map<UUID, SkuView> byId(Collection<UUID> ids) {
        Map<UUID, SkuView> found = new HashMap<>();
        read("v.id = any (?)", new SqlArrayValue("uuid", ids.toArray())).forEach(sku -> found.put(sku.id(), sku));
        return found;
    }

    /**
     * The variant that a scanned or typed code means, among these: its SKU or its GTIN, which is the bar code of most goods. Empty if
     * it is none of them.
     */
    @Transactional(readOnly = true)
    public Optional<UUID> scanned(String code, Collection<UUID> among) {
        String text = code.strip();
        return database.core()
                .sql("select v.id from core.variant v where v.tenant_id = ? and v.id = any (?) and (" + Sku.in("?")
                        + " or v.gtin = ?) order by v.id limit 1")
                .param(Scope.currentTenant().value())
                .param(new SqlArrayValue("uuid", among.toArray()))
                .param(new SqlArrayValue("text", text))
                .param(gtin(text))
                .query((rs, _) -> rs.getObject(1, UUID.class))
                .optional();
    }

    /** SKUs of the variants that a scanned or typed code means; see {@link #scanned}. */
    @Transactional(readOnly = true)
    public List<String> meant(String code) {
        String text = code.strip();
        return database.core()
                .sql("select v.sku from core.variant v where v.tenant_id = ? and " + Sku.in("?")
                        + " union select v.sku from core.variant v where v.tenant_id = ? and v.gtin = ?")
                .param(Scope.currentTenant().value())
                .param(new SqlArrayValue("text", text))
                .param(Scope.currentTenant().value())
                .param(gtin(text))
                .query((rs, _) -> rs.getString("sku"))
                .list();
    }

    /** As it is stored: 14 digits. */
    private static String gtin(String text) {
        return text.length() <= 14 && text.matches("\\d+") ? "0".repeat(14 - text.length()) + text : text;
    }

    /** What these variants are made of, as far as they are bundles. */
    @Transactional(readOnly = true)
    public List<Component> components(Collection<UUID> bundles) {
        return database.core()
                .sql("""
                        select bundle_id, component_id, quantity from core.bundle_component
                        where tenant_id = ? and bundle_id = any (?)""")
                .param(Scope.currentTenant().value())
                .param(new SqlArrayValue("uuid", bundles.toArray()))
                .query((rs, _) -> new Component(
                        rs.getObject("bundle_id", UUID.class),
                        rs.getObject("component_id", UUID.class),
                        rs.getLong("quantity")))
                .list();
    }

    /** Bundles that any of these variants is in. */
    @Transactional(readOnly = true)
    public List<UUID> bundlesWith(Collection<UUID> components) {
        return database.core()
                .sql(
                        "select distinct bundle_id from core.bundle_component where tenant_id = ? and component_id = any (?)")
                .param(Scope.currentTenant().value())
                .param(new SqlArrayValue("uuid", components.toArray()))
                .query((rs, _) -> rs.getObject("bundle_id", UUID.class))
                .list();
    }

    /** What keeps these channels from selling these variants: by channel, then by variant; where nothing does it is missing. */
    @Transactional(readOnly = true)
    public Map<UUID, Map<UUID, Obstacle>> obstacles(Collection<UUID> variants, Collection<UUID> channels) {
        Map<UUID, Map<UUID, Obstacle>> obstacles = new HashMap<>();
        database.core()
                .sql("""
                        select * from (
                          select c.id as channel_id, v.id, case
                            when p.state <> 'listed' or not v.active then 'NOT_LISTED'
                            when p.kind = 'bundle' and not exists (select from core.bundle_component b
                              where b.tenant_id = v.tenant_id and b.bundle_id = v.id) then 'NO_COMPONENTS'
                            when p.exclusive and not exists (select from core.channel_authorization a
                              where a.tenant_id = p.tenant_id and a.product_id = p.id and a.channel_id = c.id) then 'NOT_AUTHORIZED'
                            when exists (select from core.bundle_component b
                              join core.variant w on w.tenant_id = b.tenant_id and w.id = b.component_id
                              join core.product q on q.tenant_id = w.tenant_id and q.id = w.product_id
                              where b.tenant_id = v.tenant_id and b.bundle_id = v.id and q.exclusive and not exists (
                                select from core.channel_authorization a
                                where a.tenant_id = q.tenant_id and a.product_id = q.id and a.channel_id = c.id))
                              then 'COMPONENT_NOT_AUTHORIZED' end as obstacle
                          from core.variant v
                          join core.product p on p.tenant_id = v.tenant_id and p.id = v.product_id
                          cross join unnest(?::uuid[]) c (id)
                          where v.tenant_id = ? and v.id = any (?)) o where o.obstacle is not null""")
                .param(new SqlArrayValue("uuid", channels.toArray()))
                .param(Scope.currentTenant().value())
                .param(new SqlArrayValue("uuid", variants.toArray()))
                .query(rs -> {
                    obstacles
                            .computeIfAbsent(rs.getObject("channel_id", UUID.class), _ -> new HashMap<>())
                            .put(rs.getObject("id", UUID.class), Obstacle.valueOf(rs.getString("obstacle")));
                });
        return obstacles;
    }

    private List<SkuView> read(String condition, SqlArrayValue values) {
        return database.core()
                .sql(SELECT + condition)
                .param(Scope.currentTenant().value())
                .param(values)
                .query((rs, _) -> new SkuView(
                        rs.getObject("id", UUID.class),
                        rs.getString("sku"),
                        rs.getString("title_zh"),
                        rs.getString("title_en"),
                        rs.getString("kind")))
                .list();
    }
}
