package io.storelane.customer;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.event.Events;
import io.storelane.problem.ProblemException;
import io.storelane.search.Search;
import io.storelane.search.SearchKind;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Customers that are probably the same one, and how they become one. */
@Service
public class Duplicates {

    /** Groups that are shown at once. */
    public static final int MOST_GROUPS = 100;

    private static final int MOST_ALIKE = 50;

    /** What may be the same of two customers, and the column of it. */
    private static final Map<String, String> KEYS = new LinkedHashMap<>();

    static {
        KEYS.put("phone", "phone_key");
        KEYS.put("email", "email_key");
        KEYS.put("idNumber", "id_key");
    }

    private final Customers customers;
    private final List<CustomerReferences> references;
    private final CustomerTrail trail;
    private final Events events;
    private final Search search;
    private final Database database;

    Duplicates(
            Customers customers,
            List<CustomerReferences> references,
            CustomerTrail trail,
            Events events,
            Search search,
            Database database) {
        this.customers = customers;
        this.references = List.copyOf(references);
        this.trail = trail;
        this.events = events;
        this.search = search;
        this.database = database;
    }

    /** @param reasons {@code phone}, {@code email}, {@code idNumber}, {@code address}: what is the same, or alike */
    public record Duplicate(CustomerView customer, List<String> reasons) {}

    /** Customers that have something in common. */
    public record Group(List<String> reasons, List<CustomerView> customers) {}

    /** Customers that are probably the same as this one, of those that the caller reaches; the most alike first. */
    @Transactional(readOnly = true)
    public List<Duplicate> of(UUID id) {
        customers.customer(id);
        Reach reach = Access.current().require(Permission.CUSTOMERS_VIEW);
        Map<UUID, Set<String>> reasons = new LinkedHashMap<>();
        KEYS.forEach((reason, column) -> sql("""
                        select o.id from core.customer c join core.customer o on o.tenant_id = c.tenant_id and o.%1$s = c.%1$s
                          and o.%1$s <> '' and o.id <> c.id
                        where c.tenant_id = :tenant and c.id = :id and %2$s limit :most""".formatted(column, reach.filter("o.org_path")))
                .params(reach.params())
                .param("id", id)
                .param("most", MOST_ALIKE)
                .query((rs, _) -> rs.getObject(1, UUID.class))
                .list()
                .forEach(other ->
                        reasons.computeIfAbsent(other, _ -> new TreeSet<>()).add(reason)));
        alike(id, reach)
                .forEach(other ->
                        reasons.computeIfAbsent(other, _ -> new TreeSet<>()).add("address"));
        Map<UUID, CustomerView> found = customers.found(reasons.keySet());
        return reasons.entrySet().stream()
                .filter(e -> found.containsKey(e.getKey()))
                .sorted(Comparator.comparingInt(e -> -e.getValue().size()))
                .map(e -> new Duplicate(
                        java.util.Objects.requireNonNull(found.get(e.getKey())), List.copyOf(e.getValue())))
                .toList();
    }

    private record Alike(UUID id, String name, String street, String otherName, String otherStreet) {}

    /** Those with a name and an address like the customer's. */
    private List<UUID> alike(UUID id, Reach reach) {
        return sql("""
                        select o.id, c.name, a.street, o.name as other_name, b.street as other_street
                        from core.customer_address a
                        join core.customer c on c.tenant_id = a.tenant_id and c.id = a.customer_id
                        join core.customer_address b on b.tenant_id = a.tenant_id and b.place_key = a.place_key and b.place_key <> ''
                          and b.customer_id <> a.customer_id
                        join core.customer o on o.tenant_id = b.tenant_id and o.id = b.customer_id
                        where a.tenant_id = :tenant and a.customer_id = :id and %s limit :most""".formatted(reach.filter("o.org_path")))
                .params(reach.params())
                .param("id", id)
                .param("most", 10 * MOST_ALIKE)
                .query((rs, _) -> new Alike(
                        rs.getObject("id", UUID.class),
                        rs.getString("name"),
                        rs.getString("street"),
                        rs.getString("other_name"),
                        rs.getString("other_street")))
                .list()
                .stream()
                .filter(a ->
                        Likeness.areAlike(a.name(), a.otherName()) && Likeness.areAlike(a.street(), a.otherStreet()))
                .map(Alike::id)
                .distinct()
                .limit(MOST_ALIKE)
                .toList();
    }

    /** Customers that have the same phone, e-mail or number, of those that the caller reaches; {@link #MOST_GROUPS} at most. */
    @Transactional(readOnly = true)
    public List<Group> groups() {
        Reach reach = Access.current().require(Permission.CUSTOMERS_VIEW);
        Map<List<UUID>, Set<String>> groups = new LinkedHashMap<>();
        KEYS.forEach((reason, column) -> sql("""
                        select (array_agg(c.id order by c.id))[1 : 20] as ids from core.customer c
                        where c.tenant_id = :tenant and c.%1$s <> '' and %2$s
                        group by c.%1$s having count(*) > 1 order by max(c.created_at) desc limit :most""".formatted(
                                column, reach.covers(Access.ROOT_PATH) ? "true" : reach.filter("c.org_path")))
                .params(reach.params())
                .param("most", MOST_GROUPS)
                .query((rs, _) -> Arrays.asList((UUID[]) rs.getArray("ids").getArray()))
                .list()
                .forEach(
                        ids -> groups.computeIfAbsent(ids, _ -> new TreeSet<>()).add(reason)));
        List<List<UUID>> shown = groups.keySet().stream().limit(MOST_GROUPS).toList();
        Map<UUID, CustomerView> found =
                customers.found(shown.stream().flatMap(List::stream).distinct().toList());
        List<Group> all = new ArrayList<>();
        for (List<UUID> ids : shown) {
            List<CustomerView> members =
                    ids.stream().filter(found::containsKey).map(found::get).toList();
            all.add(new Group(List.copyOf(groups.getOrDefault(ids, Set.of())), members));
        }
        return all;
    }

    /**
     * Makes two customers one. The one keeps what it says and takes over what it does not know; a second phone or e-mail becomes a
     * contact. Whatever points to the other points to the one; of the other nothing is left but its id, which means the one.
     *
     * @param version of the one, as the caller saw it
     * @throws ProblemException if they are the same, or one of them is none that the caller may change
     */
    @Transactional
    public void merge(UUID into, long version, UUID from) {
        if (into.equals(from)) {
            throw new ProblemException(CustomerProblem.SAME_CUSTOMER);
        }
        // both always in the same order
        customers.lock(into.compareTo(from) < 0 ? into : from);
        CustomerView kept = customers.changing(into, version);
        CustomerView gone = customers.changing(from, null);
        secondContact(kept, gone);
        Map<String, Object> ids = new HashMap<>();
        ids.put("into", into);
        ids.put("from", from);
        for (String table : List.of("customer_contact", "customer_consent", "customer_entry")) {
            sql("update core." + table + " set customer_id = :into where tenant_id = :tenant and customer_id = :from")
                    .params(ids)
                    .update();
        }
        sql("""
                        update core.customer_address set customer_id = :into, main = main and not exists (
                          select from core.customer_address x where x.tenant_id = :tenant and x.customer_id = :into)
                        where tenant_id = :tenant and customer_id = :from""").params(ids).update();
        empty(from);
        sql("update core.customer set merged_into = :into where tenant_id = :tenant and (id = :from or merged_into = :from)")
                .params(ids)
                .update();
        takeOver(kept, gone);
        references.forEach(r -> r.moved(from, into));
        search.drop(SearchKind.CUSTOMER, from);
        trail.entry(into, "merged", gone.name());
        trail.audit("customer.merged", kept, Map.of("name", gone.name()));
        events.append("customer.merged", "customer", into, Map.of("mergedId", from.toString()));
    }

    /** What the one does not know yet, the other tells. */
    private void takeOver(CustomerView kept, CustomerView gone) {
        CustomerDetails a = kept.details();
        CustomerDetails b = gone.details();
        Set<String> tags = new TreeSet<>(kept.tags());
        tags.addAll(gone.tags());
        sql("""
                        update core.customer set phone = :phone, email = :email, id_number = :number, tags = :tags,
                          created_at = least(created_at, :since), version = version + 1
                        where tenant_id = :tenant and id = :id""")
                .param("phone", a.phone().isEmpty() ? b.phone() : a.phone())
                .param("email", a.email().isEmpty() ? b.email() : a.email())
                .param("number", a.idNumber().isEmpty() && a.kind().equals(b.kind()) ? b.idNumber() : a.idNumber())
                .param(
                        "tags",
                        new org.springframework.jdbc.support.SqlArrayValue(
                                "text", tags.stream().limit(20).toArray()))
                .param("since", java.sql.Timestamp.from(gone.since()))
                .param("id", kept.id())
                .update();
    }

    private void secondContact(CustomerView kept, CustomerView gone) {
        String phone = second(kept.details().phone(), gone.details().phone());
        String email = second(kept.details().email(), gone.details().email());
        if (!phone.isEmpty() || !email.isEmpty()) {
            sql("""
                            insert into core.customer_contact (tenant_id, customer_id, id, name, phone, email)
                            values (:tenant, :customer, :id, :name, :phone, :email)""")
                    .param("customer", gone.id())
                    .param("id", io.storelane.tenancy.Ids.next())
                    .param("name", gone.name())
                    .param("phone", phone)
                    .param("email", email)
                    .update();
        }
    }

    private static String second(String kept, String other) {
        return kept.isEmpty() || kept.equals(other) ? "" : other;
    }

    private void empty(UUID id) {
        sql("""
                        update core.customer set name = '#' || right(id::text, 6), phone = '', email = '', id_number = '', tags = '{}',
                          version = version + 1
                        where tenant_id = :tenant and id = :id""").param("id", id).update();
    }

    /**
     * Forgets who a customer is: name, contacts, addresses, consent, tags and notes go, in orders too. Orders stay, with what was sold
     * and paid, and with country, province and city.
     *
     * @param version as the caller saw it
     * @throws ProblemException while an order is open
     */
    @Transactional
    public void erase(UUID id, long version) {
        CustomerView customer = customers.changing(id, version);
        if (!Access.current().allowsAt(Permission.PERSONAL_DATA, customer.path())) {
            throw new ProblemException(io.storelane.access.AccessProblem.NOT_ALLOWED, Permission.PERSONAL_DATA.key());
        }
        references.forEach(r -> r.erased(id));
        for (String table : List.of("customer_contact", "customer_address", "customer_consent", "customer_entry")) {
            sql("delete from core." + table + " where tenant_id = :tenant and customer_id = :id")
                    .param("id", id)
                    .update();
        }
        empty(id);
        customers.markErased(id);
        search.drop(SearchKind.CUSTOMER, id);
        trail.entry(id, "erased", "");
        trail.audit("customer.erased", customers.customer(id), Map.of());
        events.append("customer.erased", "customer", id, Map.of());
    }

    private StatementSpec sql(String text) {
        return database.core().sql(text).param("tenant", Scope.currentTenant().value());
    }
}
