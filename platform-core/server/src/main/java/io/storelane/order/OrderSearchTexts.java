package io.storelane.order;

import io.storelane.search.Search;
import io.storelane.search.SearchKind;
import io.storelane.search.SearchText;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The text by which orders are found; written after they are, so that taking them in stays short. */
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
                                from core.sales_order o
                                join core.org_node n on n.tenant_id = o.tenant_id and n.id = o.node_id where o.tenant_id = :tenant and o.id = any (:ids)
                                order by n.id for key share of n""") // the path stays until the text is written
                        .param("tenant", Scope.currentTenant().value())
                        .param("ids", new SqlArrayValue("uuid", orders.toArray()))
                        .query((rs, _) -> new SearchText(
                                rs.getObject("id", UUID.class),
                                rs.getString("path"),
                                String.join(
                                        " ",
                                        rs.getString("number"),
                                        rs.getString("external_id"),
                                        rs.getString("buyer_name"),
                                        rs.getString("ship_name"),
                                        rs.getString("tags"),
                                        rs.getString("goods"))))
                        .list());
    }
}
