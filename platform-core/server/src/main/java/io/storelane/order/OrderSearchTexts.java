package io.storelane.order;

import io.storelane.search.Search;
import io.storelane.search.SearchKind;
import io.storelane.search.SearchText;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The text by which orders are found. */
@Service
public class OrderSearchTexts {

    private final Database database;
    private final Search search;

    OrderSearchTexts(Database database, Search search) {
        this.database = database;
        this.search = search;
    }

    /** Writes the text of these orders anew. Phones are not in it: parts of them would give away what is masked. */
    @Transactional
    public void index(List<UUID> orders) {
        search.put(
                SearchKind.ORDER,
                database.core()
                        .sql("""
                                select o.id, n.path, o.number, o.external_id, o.buyer_name, o.ship_name,
                                  array_to_string(o.tags, ' ') as tags,
                                  coalesce((select string_agg(l.sku || ' ' || l.title, ' ' order by l.position)
                                    from core.order_line l where l.tenant_id = o.tenant_id and l.order_id = o.id), '') as goods
                                from unnest(:ids) w (id) cross join lateral (
                                  select o.* from core.sales_order o where o.tenant_id = :tenant and o.id = w.id offset 0) o
                                join core.org_node n on n.tenant_id = o.tenant_id and n.id = o.node_id
                                order by n.id for key share of n""") // the path stays until the text is written
                        .param("tenant", Scope.currentTenant().value())
                        .param("ids", new SqlArrayValue("uuid", orders.toArray()))
                        .query((rs, _) -> text(
                                rs.getObject("id", UUID.class),
                                rs.getString("path"),
                                rs.getString("number"),
                                rs.getString("external_id"),
                                rs.getString("buyer_name"),
                                rs.getString("ship_name"),
                                rs.getString("tags"),
                                rs.getString("goods")))
                        .list());
    }

    /**
     * Writes the text of new orders, in the transaction that stores them.
     *
     * @param paths where each order stands
     */
    void add(List<NewOrder> orders, Map<UUID, String> paths) {
        Map<SearchText, TenantId> texts = new HashMap<>();
        for (NewOrder order : orders) {
            OrderView view = order.view();
            texts.put(
                    text(
                            view.id(),
                            Objects.requireNonNull(paths.get(view.id())),
                            view.number(),
                            view.externalId(),
                            view.buyer().name(),
                            view.shipTo().name(),
                            String.join(" ", view.tags()),
                            order.whole().lines().stream()
                                    .map(l -> l.sku() + " " + l.title())
                                    .collect(Collectors.joining(" "))),
                    order.draft().tenant());
        }
        search.addOrders(texts);
    }

    private static SearchText text(
            UUID id,
            String path,
            String number,
            String externalId,
            String buyer,
            String receiver,
            String tags,
            String goods) {
        return new SearchText(id, path, String.join(" ", number, externalId, buyer, receiver, tags, goods));
    }
}
