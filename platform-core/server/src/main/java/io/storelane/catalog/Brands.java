package io.storelane.catalog;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.event.Events;
import io.storelane.problem.ProblemException;
import io.storelane.problem.Visible;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Keyset;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Slice;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The brands of a workspace. */
@Service
public class Brands {

    private static final int NAME_LENGTH = 100;

    private final Database database;
    private final AuditLog audit;
    private final Events events;

    Brands(Database database, AuditLog audit, Events events) {
        this.database = database;
        this.audit = audit;
        this.events = events;
    }

    /**
     * A page of the brands.
     *
     * @param q part of the name; empty = all
     * @param descending from the last name to the first
     */
    @Transactional(readOnly = true)
    public Slice<Brand> find(String q, boolean descending, String cursor, int size) {
        Access.current().require(Permission.PRODUCTS_VIEW);
        return Keyset.byText("b.name", "b.id", descending, Brand::name, Brand::id)
                .page(
                        cursor,
                        size,
                        (tail, values) -> rows(
                                (q.isEmpty() ? "" : " and position(:q in lower(b.name)) > 0") + tail, with(values, q)));
    }

    /** How many {@link #find} has in all. */
    @Transactional(readOnly = true)
    public long count(String q) {
        Access.current().require(Permission.PRODUCTS_VIEW);
        return database.core()
                .sql("select count(*) from core.brand b where b.tenant_id = :tenant"
                        + (q.isEmpty() ? "" : " and position(:q in lower(b.name)) > 0"))
                .params(with(Map.of(), q))
                .query(Long.class)
                .single();
    }

    /** @throws ProblemException if there is none */
    @Transactional(readOnly = true)
    public Brand brand(UUID id) {
        Access.current().require(Permission.PRODUCTS_VIEW);
        Map<String, Object> params = with(Map.of("id", id), "");
        return rows(" and b.id = :id", params).stream()
                .findFirst()
                .orElseThrow(() -> new ProblemException(CatalogProblem.BRAND_NOT_FOUND));
    }

    @Transactional
    public UUID add(String name) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        UUID id = Ids.next();
        String checked = checked(name);
        write("insert into core.brand (tenant_id, id, name) values (:tenant, :id, :name)", id, checked);
        audit.record("brand.added", target(id, checked), Map.of(), Map.of("name", checked));
        events.append("brand.added", "brand", id, Map.of());
        return id;
    }

    @Transactional
    public void rename(UUID id, String name) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        Brand before = brand(id);
        String checked = checked(name);
        write(
                "update core.brand set name = :name, version = version + 1 where tenant_id = :tenant and id = :id",
                id,
                checked);
        audit.record("brand.changed", target(id, checked), Map.of("name", before.name()), Map.of("name", checked));
        events.append("brand.changed", "brand", id, Map.of());
    }

    /** Deletes a brand that no product has. */
    @Transactional
    public void delete(UUID id) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        Brand before = brand(id);
        try {
            database.core()
                    .sql("delete from core.brand where tenant_id = :tenant and id = :id")
                    .params(with(Map.of("id", id), ""))
                    .update();
        } catch (DataIntegrityViolationException _) {
            throw new ProblemException(CatalogProblem.BRAND_IN_USE);
        }
        audit.record("brand.deleted", target(id, before.name()), Map.of("name", before.name()), Map.of());
        events.append("brand.deleted", "brand", id, Map.of());
    }

    private void write(String sql, UUID id, String name) {
        try {
            database.core()
                    .sql(sql)
                    .params(with(Map.of("id", id, "name", name), ""))
                    .update();
        } catch (DuplicateKeyException _) {
            throw new ProblemException(CatalogProblem.NAME_TAKEN);
        }
    }

    private List<Brand> rows(String tail, Map<String, Object> params) {
        return database.core()
                .sql("""
                        select b.id, b.name, b.version, (select count(*) from core.product p
                          where p.tenant_id = b.tenant_id and p.brand_id = b.id) as products
                        from core.brand b where b.tenant_id = :tenant""" + tail)
                .params(params)
                .query(new SimplePropertyRowMapper<>(Brand.class))
                .list();
    }

    private static Map<String, Object> with(Map<String, ?> values, String q) {
        Map<String, Object> params = new HashMap<>(values);
        params.put("tenant", Scope.currentTenant().value());
        if (!q.isEmpty()) {
            params.put("q", q.toLowerCase(Locale.ROOT));
        }
        return params;
    }

    static String checked(String name) {
        String text = name.strip();
        if (Visible.isBlank(text)
                || text.length() > NAME_LENGTH
                || text.codePoints().anyMatch(Text::isNoText)) {
            throw new ProblemException(CatalogProblem.NAME_INVALID, NAME_LENGTH);
        }
        return text;
    }

    private static AuditTarget target(UUID id, String name) {
        return new AuditTarget("brand", id, name, null);
    }
}
