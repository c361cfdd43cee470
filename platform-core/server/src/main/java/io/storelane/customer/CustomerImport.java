package io.storelane.customer;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.audit.NewAuditEntry;
import io.storelane.dataset.ImportBatch;
import io.storelane.dataset.ImportField;
import io.storelane.dataset.ImportField.Form;
import io.storelane.dataset.ImportKind;
import io.storelane.dataset.ImportRow;
import io.storelane.event.Events;
import io.storelane.event.NewEvent;
import io.storelane.problem.ProblemException;
import io.storelane.search.Search;
import io.storelane.search.SearchKind;
import io.storelane.search.SearchText;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
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
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/** Customers from a file, by their number in the system that they come from. What the file does not say stays. */
@Component
class CustomerImport implements ImportKind {

    private static final int LONGEST = 100;

    private final Database database;
    private final Search search;
    private final AuditLog audit;
    private final Events events;
    private final Clock clock;

    CustomerImport(Database database, Search search, AuditLog audit, Events events, Clock clock) {
        this.database = database;
        this.search = search;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public String code() {
        return "customers";
    }

    @Override
    public String permissionKey() {
        return Permission.CUSTOMERS_MANAGE.key();
    }

    @Override
    public List<ImportField> fields() {
        return List.of(
                ImportField.needed(
                        "number",
                        Form.CODE,
                        "C-1001",
                        "customer number",
                        "customer id",
                        "id",
                        "客户编号",
                        "会员编号",
                        "会员号",
                        "编号"),
                ImportField.of("name", Form.TEXT, "王芳", "customer name", "full name", "姓名", "客户名称", "客户姓名", "名称"),
                ImportField.of("customer_kind", Form.TEXT, "person", "type", "kind", "类型", "客户类型"),
                ImportField.of("phone", Form.CODE, "13800001111", "mobile", "telephone", "手机", "手机号", "联系电话", "电话"),
                ImportField.of("email", Form.TEXT, "wang.fang@example.com", "e-mail", "mail", "邮箱", "电子邮箱"),
                ImportField.of("id_number", Form.CODE, "", "tax number", "证件号", "身份证号", "税号"),
                ImportField.of("node", Form.TEXT, "", "organization", "store", "组织", "门店", "所属组织"));
    }

    @Override
    public String key(ImportRow row) {
        return row.get("number");
    }

    @Override
    public String label(ImportRow row) {
        return row.get("number");
    }

    private record Node(UUID id, String name, String path) {}

    private record Known(UUID id, CustomerDetails details, String path) {}

    /** @param id of a new customer, or of the one that is changed */
    private record Change(UUID id, String number, CustomerDetails details, String path, boolean made) {}

    @Override
    public void check(ImportBatch batch) {
        changes(batch, false);
    }

    @Override
    public void write(ImportBatch batch) {
        List<Change> changes = changes(batch, true);
        List<Change> made = changes.stream().filter(Change::made).toList();
        Timestamp now = Timestamp.from(clock.instant());
        Rows.<Change>of("customer")
                .with("id", "uuid", Change::id)
                .with("kind", "text", c -> c.details().kind())
                .with("name", "text", c -> c.details().name())
                .with("phone", "text", c -> c.details().phone())
                .with("email", "text", c -> c.details().email())
                .with("id_number", "text", c -> c.details().idNumber())
                .with("node_id", "uuid", c -> c.details().nodeId())
                .with("org_path", "text", Change::path)
                .with("external_number", "text", Change::number)
                .with("created_at", "timestamptz", _ -> now)
                .insert(database, made);
        change(changes.stream().filter(c -> !c.made()).toList());
        search.put(
                SearchKind.CUSTOMER,
                changes.stream()
                        .map(c -> new SearchText(c.id(), c.path(), c.details().name()))
                        .toList());
        Rows.send(
                database,
                List.of(
                        audit.entries(
                                changes.stream().map(CustomerImport::entry).toList()),
                        events.ready(changes.stream()
                                .map(c -> new NewEvent(
                                        Scope.currentTenant(),
                                        action(c),
                                        "customer",
                                        c.id(),
                                        Map.of("kind", c.details().kind()),
                                        Actor.current()))
                                .toList())));
    }

    private static String action(Change change) {
        return change.made() ? "customer.added" : "customer.changed";
    }

    private static NewAuditEntry entry(Change c) {
        return new NewAuditEntry(
                Scope.currentTenant(),
                action(c),
                new AuditTarget(
                        "customer", c.id(), c.details().name(), c.details().nodeId()),
                Map.of("name", c.details().name(), "kind", c.details().kind()),
                Actor.current());
    }

    private void change(List<Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        database.core()
                .sql("""
                        update core.customer c set kind = n.kind, name = n.name, phone = n.phone, email = n.email,
                          id_number = n.id_number, node_id = n.node_id, org_path = n.org_path, version = c.version + 1
                        from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::uuid[], ?::text[])
                          n (id, kind, name, phone, email, id_number, node_id, org_path)
                        where c.tenant_id = ? and c.id = n.id""")
                .param(Rows.array("uuid", changes, Change::id))
                .param(Rows.array("text", changes, (Change c) -> c.details().kind()))
                .param(Rows.array("text", changes, (Change c) -> c.details().name()))
                .param(Rows.array("text", changes, (Change c) -> c.details().phone()))
                .param(Rows.array("text", changes, (Change c) -> c.details().email()))
                .param(Rows.array("text", changes, (Change c) -> c.details().idNumber()))
                .param(Rows.array("uuid", changes, (Change c) -> c.details().nodeId()))
                .param(Rows.array("text", changes, Change::path))
                .param(Scope.currentTenant().value())
                .update();
    }

    /** What differs from what is stored. */
    private List<Change> changes(ImportBatch batch, boolean held) {
        List<ImportRow> rows = batch.rows();
        Reach reach = Access.current().require(Permission.CUSTOMERS_MANAGE);
        // first the customers, then their nodes: who moves a node takes them in this order
        Map<String, Known> known = known(rows.stream().map(r -> r.get("number")).toList(), held);
        List<Node> nodes = nodes(reach, held);
        List<Change> changes = new ArrayList<>();
        for (ImportRow row : rows) {
            Known stored = known.get(row.get("number"));
            if (row.get("number").length() > LONGEST) {
                batch.wrong(row, "number", CustomerProblem.BAD_TEXT, LONGEST);
            } else if (stored != null && !reach.covers(stored.path())) {
                batch.wrong(row, "number", CustomerProblem.NUMBER_TAKEN);
            }
            Node node = node(batch, row, nodes, stored);
            if (node == null || batch.isWrong(row)) {
                continue;
            }
            CustomerDetails details = details(row, node, stored);
            try {
                Customers.check(details, stored == null ? null : stored.details());
            } catch (ProblemException e) {
                batch.wrong(row, e, CustomerImport::field);
                continue;
            }
            if (stored == null) {
                batch.added(row);
                changes.add(new Change(Ids.next(), row.get("number"), details, node.path(), true));
            } else if (details.equals(stored.details())) {
                batch.unchanged(row);
            } else {
                batch.changed(row);
                changes.add(new Change(stored.id(), row.get("number"), details, node.path(), false));
            }
        }
        return changes;
    }

    private static String field(String place) {
        return switch (place) {
            case "kind" -> "customer_kind";
            case "idNumber" -> "id_number";
            case "nodeId" -> "node";
            default -> place;
        };
    }

    private static CustomerDetails details(ImportRow row, Node node, @Nullable Known stored) {
        if (stored == null) {
            return new CustomerDetails(
                    row.has("customer_kind") ? kind(row) : "person",
                    row.get("name"),
                    row.get("phone"),
                    row.get("email"),
                    row.get("id_number"),
                    node.id());
        }
        CustomerDetails before = stored.details();
        return new CustomerDetails(
                        row.has("customer_kind") ? kind(row) : before.kind(),
                        said(row, "name", before.name()),
                        said(row, "phone", before.phone()),
                        said(row, "email", before.email()),
                        said(row, "id_number", before.idNumber()),
                        node.id())
                .over(before); // a list that was exported has some of it masked
    }

    private static String said(ImportRow row, String field, String before) {
        return row.has(field) ? row.get(field) : before;
    }

    private static String kind(ImportRow row) {
        return switch (row.get("customer_kind").toLowerCase(Locale.ROOT)) {
            case "个人" -> "person";
            case "企业", "公司", "单位" -> "company";
            default -> row.get("customer_kind").toLowerCase(Locale.ROOT);
        };
    }

    /** The node that the row names; else the one that the customer has, or the highest that the caller reaches. */
    private static @Nullable Node node(ImportBatch batch, ImportRow row, List<Node> nodes, @Nullable Known stored) {
        if (!row.has("node")) {
            return stored == null
                    ? nodes.stream().findFirst().orElseGet(() -> {
                        batch.wrong(row, "node", CustomerProblem.NODE_NOT_FOUND);
                        return null;
                    })
                    : new Node(stored.details().nodeId(), "", stored.path());
        }
        List<Node> named = nodes.stream()
                .filter(n -> n.name().equalsIgnoreCase(row.get("node")))
                .toList();
        if (named.size() == 1) {
            return named.getFirst();
        }
        batch.wrong(
                row,
                "node",
                named.isEmpty() ? CustomerProblem.NODE_NAME_UNKNOWN : CustomerProblem.NODE_NAME_SEVERAL,
                row.get("node"));
        return null;
    }

    private List<Node> nodes(Reach reach, boolean held) {
        return database.core()
                .sql("select n.id, n.name, n.path from core.org_node n where n.tenant_id = :tenant and n.active and "
                        + reach.condition("n.path") + " order by n.path" + (held ? " for key share" : ""))
                .params(reach.params())
                .param("tenant", Scope.currentTenant().value())
                .query((rs, _) -> new Node(rs.getObject("id", UUID.class), rs.getString("name"), rs.getString("path")))
                .list();
    }

    private Map<String, Known> known(List<String> numbers, boolean held) {
        Map<String, Known> known = new HashMap<>();
        database.core()
                .sql("""
                        select c.* from core.customer c where c.tenant_id = :tenant and c.external_number <> ''
                          and c.external_number = any (:numbers) order by c.id""" + (held ? " for no key update" : ""))
                .param("tenant", Scope.currentTenant().value())
                .param("numbers", new SqlArrayValue("text", numbers.toArray()))
                .query(rs -> {
                    known.put(
                            rs.getString("external_number"),
                            new Known(
                                    rs.getObject("id", UUID.class),
                                    new CustomerDetails(
                                            rs.getString("kind"),
                                            rs.getString("name"),
                                            rs.getString("phone"),
                                            rs.getString("email"),
                                            rs.getString("id_number"),
                                            rs.getObject("node_id", UUID.class)),
                                    rs.getString("org_path")));
                });
        return known;
    }
}
