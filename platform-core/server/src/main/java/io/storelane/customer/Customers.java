package io.storelane.customer;

import io.storelane.access.Access;
import io.storelane.access.AccessProblem;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.event.Events;
import io.storelane.problem.FieldErrors;
import io.storelane.problem.ProblemException;
import io.storelane.problem.Visible;
import io.storelane.search.Search;
import io.storelane.search.SearchKind;
import io.storelane.search.SearchText;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Keyset;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Slice;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The customers of a workspace. A caller sees those of nodes that the caller reaches, with personal data masked. */
@Service
public class Customers {

    private static final int MOST_FOUND = 2_000;

    private final Database database;
    private final Search search;
    private final AuditLog audit;
    private final Events events;
    private final Clock clock;

    Customers(Database database, Search search, AuditLog audit, Events events, Clock clock) {
        this.database = database;
        this.search = search;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Which customers to show.
     *
     * @param q words of the name, or phone or mail in full where the caller may see it; empty = all
     * @param kind {@code person} or {@code company}; empty = both
     * @param tag empty = all
     * @param consent a {@link ConsentChannel#key()} that the customer agreed to; empty = all
     * @param sort {@code name} or {@code since}, with a minus for the other way
     */
    public record Filter(String q, String kind, String tag, String consent, String sort) {

        /** What an address may say and is none of these means the default. */
        public Filter {
            kind = List.of("person", "company").contains(kind) ? kind : "";
            tag = tag.strip();
            consent = ConsentChannel.of(consent).map(ConsentChannel::key).orElse("");
            sort = List.of("name", "-name", "since", "-since").contains(sort) ? sort : "name";
        }
    }

    /** A node that a customer can belong to. */
    public record Node(UUID id, String name) {}

    @Transactional(readOnly = true)
    public Slice<CustomerView> find(Filter filter, String cursor, int size) {
        return find(filter, cursor, size, false);
    }

    private Slice<CustomerView> find(Filter filter, String cursor, int size, boolean full) {
        Map<String, Object> params = new HashMap<>();
        String where = where(filter, params);
        boolean descending = filter.sort().startsWith("-");
        Keyset<CustomerView> order = filter.sort().endsWith("since")
                ? Keyset.byTime("c.created_at", "c.id", descending, CustomerView::since, CustomerView::id)
                : Keyset.byText("c.name", "c.id", descending, CustomerView::name, CustomerView::id);
        return order.page(cursor, size, (tail, values) -> {
            Map<String, Object> all = new HashMap<>(params);
            all.putAll(values);
            return rows(where + tail, all).stream()
                    .map(c -> full ? c : c.masked())
                    .toList();
        });
    }

    @Transactional(readOnly = true)
    public long count(Filter filter) {
        Map<String, Object> params = new HashMap<>();
        String where = where(filter, params);
        return database.core()
                .sql("select count(*) from core.customer c where c.tenant_id = :tenant and c.merged_into is null"
                        + where)
                .params(params)
                .query(Long.class)
                .single();
    }

    /**
     * Customers for a file.
     *
     * @param full true for personal data in full, which needs a permission of its own
     */
    @Transactional(readOnly = true)
    public Slice<CustomerView> exported(Filter filter, boolean full, String cursor, int size) {
        Access access = Access.current();
        Reach reach = access.require(Permission.CUSTOMERS_VIEW);
        if (full && !access.require(Permission.PERSONAL_DATA).coversAll(reach)) {
            throw new ProblemException(AccessProblem.NOT_ALLOWED, Permission.PERSONAL_DATA.key());
        }
        return find(filter, cursor, size, full);
    }

    /** Notes that the caller got a file of customers. */
    @Transactional
    public void handedOut(long customers, boolean full) {
        audit.record(
                "customer.exported",
                new AuditTarget("customer", Scope.currentTenant().value(), String.valueOf(customers), null),
                Map.of(),
                Map.of("customers", customers, "full", full));
    }

    /** Customers for quick search; none if the caller may see none. */
    @Transactional(readOnly = true)
    public List<CustomerView> search(String text, int most) {
        return Access.current().allows(Permission.CUSTOMERS_VIEW)
                ? find(new Filter(text.strip(), "", "", "", "name"), "", most).rows()
                : List.of();
    }

    /** @throws ProblemException if there is none, or the caller may not know of it */
    @Transactional(readOnly = true)
    public CustomerView customer(UUID id) {
        return one(id, Permission.CUSTOMERS_VIEW).masked();
    }

    /** A customer with personal data masked; empty if there is none, or none that the caller may know of. */
    @Transactional(readOnly = true)
    public Optional<CustomerView> find(UUID id) {
        return stored(id, Permission.CUSTOMERS_VIEW).map(CustomerView::masked);
    }

    /** Those that follow in the order of their ids, personal data masked. @param after null = from the beginning */
    @Transactional(readOnly = true)
    public List<CustomerView> after(@Nullable UUID after, int most) {
        Reach reach = Access.current().require(Permission.CUSTOMERS_VIEW);
        Map<String, Object> params = new HashMap<>(reach.params());
        params.put("tenant", Scope.currentTenant().value());
        params.put("after", after == null ? new UUID(0, 0) : after);
        params.put("most", most);
        return rows(" and " + reach.filter("c.org_path") + " and c.id > :after order by c.id limit :most", params)
                .stream()
                .map(CustomerView::masked)
                .toList();
    }

    /** How a customer is reached. @param id of the one that took it over, if two became one */
    public record Contact(UUID id, String name, String phone, String email) {}

    /**
     * What a record of the workspace keeps of a customer, unmasked: for storing, not for showing. Empty if there is none, or none
     * that the caller may know of; work that no person asked for finds all.
     */
    @Transactional(readOnly = true)
    public Optional<Contact> contact(UUID id) {
        Reach reach = Access.isBound()
                ? Access.current().reach(Permission.CUSTOMERS_VIEW)
                : Reach.of(List.of(Access.ROOT_PATH));
        return database.core()
                .sql(
                        "select c.id, c.name, c.phone, c.email from core.customer c where c.tenant_id = :tenant and c.id = coalesce((select m.merged_into from core.customer m where m.tenant_id = :tenant and m.id = :id), :id) and c.erased_at is null and "
                                + reach.filter("c.org_path"))
                .params(reach.params())
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .query((rs, _) -> new Contact(
                        rs.getObject("id", UUID.class),
                        rs.getString("name"),
                        rs.getString("phone"),
                        rs.getString("email")))
                .optional();
    }

    /** A customer with personal data in full, which goes on record. */
    @Transactional
    public CustomerView unmasked(UUID id) {
        CustomerView customer = one(id, Permission.CUSTOMERS_VIEW);
        if (!Access.current().allowsAt(Permission.PERSONAL_DATA, customer.path())) {
            throw new ProblemException(AccessProblem.NOT_ALLOWED, Permission.PERSONAL_DATA.key());
        }
        record("customer.unmasked", id, customer.details(), Map.of());
        return customer;
    }

    /** Nodes at which the caller may add customers. */
    @Transactional(readOnly = true)
    public List<Node> nodes() {
        Reach reach = Access.current().require(Permission.CUSTOMERS_MANAGE);
        return database.core()
                .sql("select n.id, n.name from core.org_node n where n.tenant_id = :tenant and n.active and "
                        + reach.condition("n.path") + " order by n.path limit 1000")
                .params(reach.params())
                .param("tenant", Scope.currentTenant().value())
                .query((rs, _) -> new Node(rs.getObject("id", UUID.class), rs.getString("name")))
                .list();
    }

    @Transactional
    public UUID add(CustomerDetails details) {
        check(details, null);
        String path = path(details.nodeId());
        UUID id = Ids.next();
        database.core()
                .sql("""
                        insert into core.customer (tenant_id, id, kind, name, phone, email, id_number, node_id, org_path, created_at)
                        values (:tenant, :id, :kind, :name, :phone, :email, :number, :node, :path, :now)""")
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .params(params(details, path))
                .param("now", Timestamp.from(clock.instant()))
                .update();
        written("customer.added", id, details, path, Map.of("name", details.name(), "kind", details.kind()));
        return id;
    }

    /** @param version the version that the caller saw */
    @Transactional
    public void change(UUID id, long version, CustomerDetails given) {
        // before its node: who moves the node takes them in this order
        CustomerView stored = changing(id, null);
        CustomerDetails details = given.over(stored.details());
        check(details, stored.details());
        String path = path(details.nodeId());
        int changed = database.core()
                .sql("""
                        update core.customer set kind = :kind, name = :name, phone = :phone, email = :email,
                          id_number = :number, node_id = :node, org_path = :path, version = version + 1
                        where tenant_id = :tenant and id = :id and version = :version""")
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .param("version", version)
                .params(params(details, path))
                .update();
        if (changed == 0) {
            throw new ProblemException(CustomerProblem.CHANGED_MEANWHILE);
        }
        written("customer.changed", id, details, path, changes(stored.details(), details));
    }

    /** Which parts changed, not what they hold: the trail is read by people who may not see personal data. */
    private static Map<String, Object> changes(CustomerDetails was, CustomerDetails is) {
        List<String> parts = new ArrayList<>();
        if (!was.phone().equals(is.phone())) {
            parts.add("phone");
        }
        if (!was.email().equals(is.email())) {
            parts.add("email");
        }
        if (!was.idNumber().equals(is.idNumber())) {
            parts.add("idNumber");
        }
        return Map.of("name", is.name(), "kind", is.kind(), "changed", parts);
    }

    private static Map<String, Object> params(CustomerDetails details, String path) {
        return Map.of(
                "kind", details.kind(),
                "name", details.name(),
                "phone", details.phone(),
                "email", details.email(),
                "number", details.idNumber(),
                "node", details.nodeId(),
                "path", path);
    }

    private void written(String action, UUID id, CustomerDetails details, String path, Map<String, ?> values) {
        // no phone and no number: parts of them would give away what is masked
        search.put(SearchKind.CUSTOMER, List.of(new SearchText(id, path, details.name())));
        record(action, id, details, values);
        events.append(action, "customer", id, Map.of("kind", details.kind()));
    }

    private void record(String action, UUID id, CustomerDetails details, Map<String, ?> values) {
        audit.record(action, new AuditTarget("customer", id, details.name(), details.nodeId()), Map.of(), values);
    }

    /** @param stored what stays as it is, is not judged: it may be older than the rule. Null for a new customer */
    static void check(CustomerDetails details, @Nullable CustomerDetails stored) {
        FieldErrors errors = new FieldErrors();
        if (Visible.isBlank(details.name())) {
            errors.add("/name", CustomerProblem.NAME_MISSING);
        }
        if (!List.of("person", "company").contains(details.kind())) {
            errors.add("/kind", CustomerProblem.BAD_KIND);
        }
        text(details.name(), 200, "/name", errors);
        text(details.phone(), 50, "/phone", errors);
        if ((stored == null || !details.phone().equals(stored.phone()))
                && details.phone().length() <= 50
                && !Phones.arePlausible(details.phone())) {
            errors.add("/phone", CustomerProblem.BAD_PHONE);
        }
        text(details.email(), 200, "/email", errors);
        if ((stored == null || !details.email().equals(stored.email()))
                && details.email().length() <= 200
                && !Emails.arePlausible(details.email())) {
            errors.add("/email", CustomerProblem.BAD_EMAIL);
        }
        text(details.idNumber(), 50, "/idNumber", errors);
        if ((stored == null || !details.idNumber().equals(stored.idNumber()))
                && details.kind().equals("person")
                && !IdNumbers.arePlausible(details.idNumber())) {
            errors.add("/idNumber", CustomerProblem.BAD_ID_NUMBER);
        }
        errors.throwIfAny();
    }

    private static void text(String text, int most, String path, FieldErrors errors) {
        if (text.length() > most || text.codePoints().anyMatch(Character::isISOControl)) {
            errors.add(path, CustomerProblem.BAD_TEXT, most);
        }
    }

    private String path(UUID node) {
        Reach reach = Access.current().require(Permission.CUSTOMERS_MANAGE);
        return database.core()
                .sql("select n.path from core.org_node n where n.tenant_id = :tenant and n.id = :node and n.active and "
                        + reach.condition("n.path") + " for key share") // it stays until the row is written
                .params(reach.params())
                .param("tenant", Scope.currentTenant().value())
                .param("node", node)
                .query(String.class)
                .optional()
                .orElseThrow(() -> new ProblemException(CustomerProblem.NODE_NOT_FOUND));
    }

    void lock(UUID id) {
        database.core()
                .sql("select id from core.customer where tenant_id = :tenant and id = :id for no key update")
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .query(UUID.class)
                .optional();
    }

    /**
     * A customer that is about to be changed, locked; personal data in full.
     *
     * @param version as the caller saw it; null = whichever
     */
    CustomerView changing(UUID id, @Nullable Long version) {
        lock(id);
        CustomerView customer = one(id, Permission.CUSTOMERS_MANAGE);
        if (customer.erased()) {
            throw new ProblemException(CustomerProblem.ERASED);
        }
        if (version != null) {
            requireVersion(customer, version);
        }
        return customer;
    }

    static void requireVersion(CustomerView customer, long version) {
        if (version != customer.version()) {
            throw new ProblemException(CustomerProblem.CHANGED_MEANWHILE);
        }
    }

    void markErased(UUID id) {
        database.core()
                .sql("update core.customer set erased_at = :now where tenant_id = :tenant and id = :id")
                .param("now", Timestamp.from(clock.instant()))
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .update();
    }

    /** Those of these customers that the caller may see, personal data masked. */
    Map<UUID, CustomerView> found(Collection<UUID> ids) {
        Reach reach = Access.current().require(Permission.CUSTOMERS_VIEW);
        Map<String, Object> params = new HashMap<>(reach.params());
        params.put("tenant", Scope.currentTenant().value());
        params.put("ids", new SqlArrayValue("uuid", ids.toArray()));
        Map<UUID, CustomerView> found = new HashMap<>();
        rows(" and c.id = any (:ids) and " + reach.filter("c.org_path"), params)
                .forEach(c -> found.put(c.id(), c.masked()));
        return found;
    }

    /** Names of those of these customers that the caller may change. */
    @Transactional(readOnly = true)
    public Map<UUID, String> changeable(Collection<UUID> ids) {
        Access access = Access.current();
        access.require(Permission.CUSTOMERS_MANAGE);
        return found(ids).values().stream()
                .filter(c -> !c.erased() && access.allowsAt(Permission.CUSTOMERS_MANAGE, c.path()))
                .collect(Collectors.toMap(CustomerView::id, CustomerView::name));
    }

    /** Those of these customers that another one took over, and which. */
    @Transactional(readOnly = true)
    public Map<UUID, UUID> merged(Collection<UUID> ids) {
        Map<UUID, UUID> merged = new HashMap<>();
        database.core()
                .sql("select c.id, c.merged_into from core.customer c where c.tenant_id = :tenant and c.id = any (:ids)"
                        + " and c.merged_into is not null")
                .param("tenant", Scope.currentTenant().value())
                .param("ids", new SqlArrayValue("uuid", ids.toArray()))
                .query(rs -> {
                    merged.put(rs.getObject("id", UUID.class), rs.getObject("merged_into", UUID.class));
                });
        return merged;
    }

    /** The customer that took over what was known of this one, else this one. */
    @Transactional(readOnly = true)
    public UUID present(UUID id) {
        return database.core()
                .sql(
                        "select coalesce(c.merged_into, c.id) from core.customer c where c.tenant_id = :tenant and c.id = :id")
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .query((rs, _) -> rs.getObject(1, UUID.class))
                .optional()
                .orElse(id);
    }

    private CustomerView one(UUID id, Permission permission) {
        return stored(id, permission).orElseThrow(() -> new ProblemException(CustomerProblem.NOT_FOUND));
    }

    private Optional<CustomerView> stored(UUID id, Permission permission) {
        Reach reach = Access.current().require(permission);
        Map<String, Object> params = new HashMap<>(reach.params());
        params.put("tenant", Scope.currentTenant().value());
        params.put("id", id);
        return rows(" and c.id = :id and " + reach.filter("c.org_path"), params).stream()
                .findFirst();
    }

    private String where(Filter filter, Map<String, Object> params) {
        Reach reach = Access.current().require(Permission.CUSTOMERS_VIEW);
        params.put("tenant", Scope.currentTenant().value());
        params.putAll(reach.params());
        StringBuilder where = new StringBuilder(" and ")
                .append(filter.q().isBlank() ? reach.condition("c.org_path") : reach.filter("c.org_path"));
        if (!filter.q().isBlank()) {
            List<UUID> found = search.find(SearchKind.CUSTOMER, filter.q(), reach, MOST_FOUND);
            List<UUID> byContact = byContact(filter.q().strip());
            where.append(" and c.id = any (:found)");
            params.put(
                    "found",
                    new SqlArrayValue(
                            "uuid",
                            Stream.concat(found.stream(), byContact.stream()).toArray()));
        }
        if (!filter.kind().isEmpty()) {
            where.append(" and c.kind = :kind");
            params.put("kind", filter.kind());
        }
        if (!filter.tag().isEmpty()) {
            where.append(" and :tag = any (c.tags)");
            params.put("tag", filter.tag());
        }
        if (!filter.consent().isEmpty()) {
            where.append(" and (select x.given from core.customer_consent x where x.tenant_id = c.tenant_id"
                    + " and x.customer_id = c.id and x.channel = :consent order by x.at desc, x.id desc limit 1)");
            params.put("consent", filter.consent());
        }
        return where.toString();
    }

    /**
     * Customers with this phone or mail, in full. Of those whose data the caller sees masked none is found: who tries what is
     * hidden one by one would else learn it.
     */
    private List<UUID> byContact(String contact) {
        Reach reach = Access.current().reach(Permission.PERSONAL_DATA);
        if (reach.isEmpty()) {
            return List.of();
        }
        return database.core()
                .sql("""
                        select c.id from core.customer c where c.tenant_id = :tenant and c.phone = :contact and c.phone <> '' and %1$s
                        union (select c.id from core.customer c where c.tenant_id = :tenant and c.email = :contact and c.email <> '' and %1$s)
                        limit :most""".formatted(reach.filter("c.org_path")))
                .params(reach.params())
                .param("tenant", Scope.currentTenant().value())
                .param("contact", contact)
                .param("most", MOST_FOUND)
                .query((rs, _) -> rs.getObject("id", UUID.class))
                .list();
    }

    private List<CustomerView> rows(String tail, Map<String, Object> params) {
        return database.core()
                .sql("""
                        select c.*, n.name as node_name,
                          (select count(*) from core.sales_order o where o.tenant_id = c.tenant_id and o.customer_id = c.id) as orders
                        from core.customer c join core.org_node n on n.tenant_id = c.tenant_id and n.id = c.node_id
                        where c.tenant_id = :tenant and c.merged_into is null""" + tail)
                .params(params)
                .query((rs, _) -> view(rs))
                .list();
    }

    private static CustomerView view(ResultSet rs) throws SQLException {
        return new CustomerView(
                rs.getObject("id", UUID.class),
                new CustomerDetails(
                        rs.getString("kind"),
                        rs.getString("name"),
                        rs.getString("phone"),
                        rs.getString("email"),
                        rs.getString("id_number"),
                        rs.getObject("node_id", UUID.class)),
                rs.getString("node_name"),
                rs.getString("org_path"),
                List.of((String[]) rs.getArray("tags").getArray()),
                rs.getTimestamp("erased_at") != null,
                rs.getLong("orders"),
                rs.getTimestamp("created_at").toInstant(),
                rs.getLong("version"));
    }
}
