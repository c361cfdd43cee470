package io.storelane.catalog;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.audit.NewAuditChange;
import io.storelane.event.Events;
import io.storelane.event.NewEvent;
import io.storelane.problem.ProblemException;
import io.storelane.search.Search;
import io.storelane.search.SearchKind;
import io.storelane.search.SearchText;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/**
 * Changes of many products that take nothing from them for which they may be listed: written by a few statements, however many. In
 * the transaction of the caller.
 */
@Component
class ProductChanges {

    private final Database database;
    private final ProductRows rows;
    private final Search search;
    private final AuditLog audit;
    private final Events events;
    private final Clock clock;

    ProductChanges(Database database, ProductRows rows, Search search, AuditLog audit, Events events, Clock clock) {
        this.database = database;
        this.rows = rows;
        this.search = search;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /** A variant and what it is to be. */
    record To(Variant before, VariantDetails details) {}

    /** A product as it was read, what it is to be, and those of its variants that change. */
    record Change(Product before, ProductDetails details, List<To> variants) {

        /** False for what needs a look at all that hangs on the product: what is offered, sold, or made of other things. */
        boolean isPlain() {
            ProductDetails was = before.details();
            return details.kind() == was.kind()
                    && details.options().equals(was.options())
                    && details.attributes().equals(was.attributes())
                    && variants.stream()
                            .allMatch(v ->
                                    v.details().active() == v.before().details().active()
                                            && v.details()
                                                    .sku()
                                                    .equals(v.before().details().sku())
                                            && v.details()
                                                    .optionValues()
                                                    .equals(v.before().details().optionValues()));
        }

        private boolean isOther() {
            return !details.equals(before.details());
        }

        private AuditTarget target() {
            return new AuditTarget("product", before.id(), details.title().in(Locale.ENGLISH), null);
        }
    }

    /** @throws ProblemException if one of them was changed meanwhile; nothing may be kept of the transaction then */
    void write(List<Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        Access.current().require(Permission.PRODUCTS_MANAGE);
        products(changes);
        variants(changes.stream().flatMap(c -> c.variants().stream()).toList());
        search.put(SearchKind.PRODUCT, texts(changes));
        Names names = new Names(changes);
        Rows.send(
                database,
                List.of(
                        audit.changes(changes.stream()
                                .flatMap(change -> entries(change, names))
                                .toList()),
                        events.ready(
                                changes.stream().flatMap(ProductChanges::events).toList())));
    }

    private void products(List<Change> changes) {
        int written = database.core()
                .sql("""
                        update core.product p set name = r.name, title_zh = r.title_zh, title_en = r.title_en,
                          description_zh = r.description_zh, description_en = r.description_en, brand_id = r.brand_id,
                          category_id = r.category_id, version = p.version + 1, updated_at = ?
                        from unnest(?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::uuid[], ?::uuid[])
                          r (id, version, name, title_zh, title_en, description_zh, description_en, brand_id, category_id)
                        where p.tenant_id = ? and p.id = r.id and p.version = r.version""")
                .param(Timestamp.from(clock.instant()))
                .param(Rows.array("uuid", changes, c -> c.before().id()))
                .param(Rows.array("bigint", changes, c -> c.before().version()))
                .param(Rows.array(
                        "text", changes, c -> rows.sortName(c.details().title())))
                .param(Rows.array("text", changes, c -> c.details().title().zh()))
                .param(Rows.array("text", changes, c -> c.details().title().en()))
                .param(Rows.array(
                        "text", changes, c -> c.details().description().zh()))
                .param(Rows.array(
                        "text", changes, c -> c.details().description().en()))
                .param(Rows.array("uuid", changes, c -> c.details().brandId()))
                .param(Rows.array("uuid", changes, c -> c.details().categoryId()))
                .param(Scope.currentTenant().value())
                .update();
        requireAll(written, changes.size());
    }

    private void variants(List<To> variants) {
        if (variants.isEmpty()) {
            return;
        }
        int written = database.core()
                .sql("""
                        update core.variant v set gtin = r.gtin, weight_g = r.weight, length_mm = r.length, width_mm = r.width,
                          height_mm = r.height, version = v.version + 1
                        from unnest(?::uuid[], ?::bigint[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
                          r (id, version, gtin, weight, length, width, height)
                        where v.tenant_id = ? and v.id = r.id and v.version = r.version""")
                .param(Rows.array("uuid", variants, v -> v.before().id()))
                .param(Rows.array("bigint", variants, v -> v.before().version()))
                .param(Rows.array("text", variants, v -> gtin(v.details())))
                .param(Rows.array("bigint", variants, v -> v.details().weight()))
                .param(Rows.array("bigint", variants, v -> v.details().size().length()))
                .param(Rows.array("bigint", variants, v -> v.details().size().width()))
                .param(Rows.array("bigint", variants, v -> v.details().size().height()))
                .param(Scope.currentTenant().value())
                .update();
        requireAll(written, variants.size());
    }

    private static @Nullable String gtin(VariantDetails details) {
        Gtin gtin = details.gtin();
        return gtin == null ? null : gtin.value();
    }

    private static void requireAll(int written, int wanted) {
        if (written != wanted) {
            throw new ProblemException(CatalogProblem.CHANGED_MEANWHILE);
        }
    }

    private static List<SearchText> texts(List<Change> changes) {
        return changes.stream()
                .map(c -> new SearchText(c.before().id(), Access.ROOT_PATH, text(c)))
                .toList();
    }

    private static String text(Change change) {
        Map<UUID, VariantDetails> to = new HashMap<>();
        change.variants().forEach(v -> to.put(v.before().id(), v.details()));
        return ProductRows.text(
                change.details().title(),
                change.before().variants().stream()
                        .map(v -> to.getOrDefault(v.id(), v.details()))
                        .toList());
    }

    private Stream<NewAuditChange> entries(Change change, Names names) {
        List<NewAuditChange> entries = new ArrayList<>();
        if (change.isOther()) {
            List<String> skus =
                    change.before().variants().stream().map(Variant::sku).toList();
            entries.add(new NewAuditChange(
                    "product.changed",
                    change.target(),
                    names.values(change.before().details(), skus),
                    names.values(change.details(), skus)));
        }
        change.variants()
                .forEach(v -> entries.add(new NewAuditChange(
                        "variant.changed",
                        change.target(),
                        Variants.values(v.before().details()),
                        Variants.values(v.details()))));
        return entries.stream();
    }

    private static Stream<NewEvent> events(Change change) {
        Stream<String> types = Stream.concat(
                change.isOther() ? Stream.of("product.changed") : Stream.of(),
                change.variants().stream().map(_ -> "variant.changed"));
        return types.map(type -> new NewEvent(
                Scope.currentTenant(), type, "product", change.before().id(), Map.of(), Actor.current()));
    }

    /** Names of the brands and categories of some products, as the trail says them. */
    private final class Names {

        private final Map<UUID, String> brands = new HashMap<>();
        private final Map<UUID, String> categories = new HashMap<>();

        Names(List<Change> changes) {
            List<ProductDetails> all = changes.stream()
                    .flatMap(c -> Stream.of(c.before().details(), c.details()))
                    .toList();
            database.core()
                    .sql("select id, name from core.brand where tenant_id = ? and id = any (?)")
                    .param(Scope.currentTenant().value())
                    .param(ids(all.stream().map(ProductDetails::brandId)))
                    .query(rs -> {
                        brands.put(rs.getObject(1, UUID.class), rs.getString(2));
                    });
            database.core()
                    .sql("""
                            select c.id, string_agg(coalesce(nullif(a.name_en, ''), a.name_zh), ' / ' order by a.depth)
                            from core.category c
                            join core.category a on a.tenant_id = c.tenant_id and left(c.path, length(a.path)) = a.path
                            where c.tenant_id = ? and c.id = any (?) group by c.id""")
                    .param(Scope.currentTenant().value())
                    .param(ids(all.stream().map(ProductDetails::categoryId)))
                    .query(rs -> {
                        categories.put(rs.getObject(1, UUID.class), rs.getString(2));
                    });
        }

        private SqlArrayValue ids(Stream<@Nullable UUID> ids) {
            return new SqlArrayValue(
                    "uuid", ids.filter(java.util.Objects::nonNull).distinct().toArray());
        }

        Map<String, Object> values(ProductDetails details, List<String> skus) {
            UUID brand = details.brandId();
            UUID category = details.categoryId();
            return Products.values(
                    details,
                    brand == null ? "" : brands.getOrDefault(brand, ""),
                    category == null ? "" : categories.getOrDefault(category, ""),
                    skus);
        }
    }
}
