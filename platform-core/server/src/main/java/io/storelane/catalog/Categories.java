package io.storelane.catalog;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.event.Events;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The tree of categories: 8 levels, 2,000 branches at most. */
@Service
public class Categories {

    public static final int LEVELS = 8;
    public static final int MOST = 2_000;

    public static final int NAME_LENGTH = 100;

    private final Database database;
    private final AuditLog audit;
    private final Events events;

    Categories(Database database, AuditLog audit, Events events) {
        this.database = database;
        this.audit = audit;
        this.events = events;
    }

    /**
     * What is set of a category.
     *
     * @param parentId the branch above; null at the top
     * @param name in one language at least
     * @param sort place among its siblings
     */
    public record Details(@Nullable UUID parentId, Text name, int sort) {

        public Details {
            name = name.required(CatalogProblem.NAME_INVALID, NAME_LENGTH).atMost(NAME_LENGTH);
        }
    }

    /** All of them, parents before children, siblings in their order. */
    @Transactional(readOnly = true)
    public List<Category> tree() {
        Access.current().require(Permission.PRODUCTS_VIEW);
        Map<UUID, List<Category>> below = new HashMap<>();
        List<Category> tops = new ArrayList<>();
        for (Category category : rows("")) {
            UUID parent = category.parentId();
            (parent == null ? tops : below.computeIfAbsent(parent, _ -> new ArrayList<>())).add(category);
        }
        List<Category> ordered = new ArrayList<>();
        tops.forEach(top -> add(top, below, ordered));
        return ordered;
    }

    private static void add(Category category, Map<UUID, List<Category>> below, List<Category> to) {
        to.add(category);
        below.getOrDefault(category.id(), List.of()).forEach(child -> add(child, below, to));
    }

    /** @throws ProblemException if there is none */
    @Transactional(readOnly = true)
    public Category category(UUID id) {
        Access.current().require(Permission.PRODUCTS_VIEW);
        return found(id);
    }

    @Transactional
    public UUID add(Details details) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        lock();
        if (rows("").size() >= MOST) {
            throw new ProblemException(CatalogProblem.TOO_MANY_CATEGORIES, MOST);
        }
        requireFree(details, null);
        UUID id = Ids.next();
        Category parent = above(details);
        database.core()
                .sql("""
                        insert into core.category (tenant_id, id, parent_id, path, depth, name_zh, name_en, sort)
                        values (:tenant, :id, :parent, :path, :depth, :zh, :en, :sort)""")
                .param("tenant", tenant())
                .param("id", id)
                .param("parent", details.parentId())
                .param("path", path(parent, id))
                .param("depth", depth(parent))
                .param("zh", details.name().zh())
                .param("en", details.name().en())
                .param("sort", details.sort())
                .update();
        record("category.added", id, details, Map.of(), values(details, parent));
        return id;
    }

    /**
     * Changes a category; if it is given another place, all below it moves along.
     *
     * @param version the version that the caller saw
     */
    @Transactional
    public void change(UUID id, long version, Details details) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        lock();
        Category before = found(id);
        if (before.version() != version) {
            throw new ProblemException(CatalogProblem.CHANGED_MEANWHILE);
        }
        Category oldParent = before.parentId() == null ? null : found(before.parentId());
        UUID parentId = details.parentId();
        if (parentId != null && found(parentId).path().startsWith(before.path())) {
            throw new ProblemException(CatalogProblem.CATEGORY_BELOW_ITSELF);
        }
        Category parent = above(details);
        boolean moved = !Objects.equals(before.parentId(), details.parentId());
        if (moved || !before.name().equals(details.name())) {
            requireFree(details, id);
        }
        if (moved) {
            move(before, parent);
        }
        database.core()
                .sql("""
                        update core.category set parent_id = :parent, name_zh = :zh, name_en = :en, sort = :sort,
                          version = version + 1 where tenant_id = :tenant and id = :id""")
                .param("tenant", tenant())
                .param("id", id)
                .param("parent", details.parentId())
                .param("zh", details.name().zh())
                .param("en", details.name().en())
                .param("sort", details.sort())
                .update();
        record(
                "category.changed",
                id,
                details,
                values(new Details(before.parentId(), before.name(), before.sort()), oldParent),
                values(details, parent));
    }

    private void move(Category category, @Nullable Category parent) {
        int deepest = rows("").stream()
                .filter(c -> c.path().startsWith(category.path()))
                .mapToInt(Category::depth)
                .max()
                .orElseThrow();
        int shift = depth(parent) - category.depth();
        if (deepest + shift >= LEVELS) {
            throw new ProblemException(CatalogProblem.CATEGORY_TOO_DEEP, LEVELS);
        }
        database.core()
                .sql("""
                        update core.category set path = :path || substr(path, :keep), depth = depth + :shift
                        where tenant_id = :tenant and left(path, length(:old)) = :old""")
                .param("path", path(parent, category.id()))
                .param("keep", category.path().length() + 1)
                .param("shift", shift)
                .param("old", category.path())
                .param("tenant", tenant())
                .update();
    }

    /** Deletes a category that neither products nor other categories stand in. */
    @Transactional
    public void delete(UUID id) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        lock();
        Category before = found(id);
        try {
            database.core()
                    .sql("delete from core.category where tenant_id = :tenant and id = :id")
                    .param("tenant", tenant())
                    .param("id", id)
                    .update();
        } catch (DataIntegrityViolationException _) {
            throw new ProblemException(CatalogProblem.CATEGORY_IN_USE);
        }
        Details details = new Details(before.parentId(), before.name(), before.sort());
        record("category.deleted", id, details, values(details, null), Map.of());
    }

    /** One change of the tree at a time: else two moves could make a ring, and two at once could take the same name. */
    private void lock() {
        database.core()
                .sql("select pg_advisory_xact_lock(hashtextextended('category' || :tenant::text, 0))")
                .param("tenant", tenant())
                .query((_, _) -> true)
                .list();
    }

    /** Those below one and the same category differ in their names, in each language and however capitals are written. */
    private void requireFree(Details details, @Nullable UUID self) {
        Text name = details.name();
        boolean taken = rows("").stream()
                .filter(c -> Objects.equals(c.parentId(), details.parentId()) && !c.id().equals(self))
                .anyMatch(c -> alike(c.nameZh(), name.zh()) || alike(c.nameEn(), name.en()));
        if (taken) {
            throw new ProblemException(CatalogProblem.CATEGORY_NAME_TAKEN);
        }
    }

    private static boolean alike(String one, String other) {
        return !one.isEmpty() && one.equalsIgnoreCase(other);
    }

    private @Nullable Category above(Details details) {
        UUID parentId = details.parentId();
        Category parent = parentId == null ? null : found(parentId);
        if (depth(parent) >= LEVELS) {
            throw new ProblemException(CatalogProblem.CATEGORY_TOO_DEEP, LEVELS);
        }
        return parent;
    }

    private static int depth(@Nullable Category parent) {
        return parent == null ? 0 : parent.depth() + 1;
    }

    private static String path(@Nullable Category parent, UUID id) {
        String segment = Long.toString(id.getLeastSignificantBits() & 0xffff_ffff_ffffL, Character.MAX_RADIX);
        return (parent == null ? "/" : parent.path()) + segment + "/";
    }

    private Category found(UUID id) {
        return rows(" and c.id = '" + id + "'").stream()
                .findFirst()
                .orElseThrow(() -> new ProblemException(CatalogProblem.CATEGORY_NOT_FOUND));
    }

    private List<Category> rows(String where) {
        return database.core()
                .sql("""
                        select c.id, c.parent_id, c.path, c.depth, c.name_zh, c.name_en, c.sort, c.version,
                          (select count(*) from core.product p where p.tenant_id = c.tenant_id and p.category_id = c.id) as products
                        from core.category c where c.tenant_id = :tenant""" + where + " order by c.sort, c.name_en, c.name_zh, c.id")
                .param("tenant", tenant())
                .query(new SimplePropertyRowMapper<>(Category.class))
                .list();
    }

    private void record(String action, UUID id, Details details, Map<String, ?> before, Map<String, ?> after) {
        audit.record(action, new AuditTarget("category", id, details.name().in(Locale.ENGLISH), null), before, after);
        events.append(action, "category", id, Map.of());
    }

    private static Map<String, Object> values(Details details, @Nullable Category parent) {
        return Map.of(
                "titleZh", details.name().zh(),
                "titleEn", details.name().en(),
                "parent", parent == null ? "" : parent.name(Locale.ENGLISH),
                "sort", details.sort());
    }

    private static UUID tenant() {
        return Scope.currentTenant().value();
    }
}
