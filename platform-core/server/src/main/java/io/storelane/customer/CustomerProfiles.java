package io.storelane.customer;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.event.Events;
import io.storelane.problem.FieldErrors;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** All that is known of a customer: contacts, addresses, consent, tags, notes, what was bought. */
@Service
public class CustomerProfiles {

    /** Contacts, and addresses, that a customer may have. */
    public static final int MOST_PARTS = 100;

    /** Customers that one command tags. */
    public static final int MOST_TAGGED = 500;

    private static final int MOST_TAGS = 20;
    private static final int TAG_LENGTH = 40;
    private static final int NOTE_LENGTH = 2_000;
    private static final int SOURCE_LENGTH = 200;
    private static final int ENTRIES = 200;
    private static final int ORDERS = 10;
    private static final Duration FAST_CLOCK = Duration.ofMinutes(5);

    private final Customers customers;
    private final CustomerTrail trail;
    private final Events events;
    private final Database database;
    private final Clock clock;

    CustomerProfiles(Customers customers, CustomerTrail trail, Events events, Database database, Clock clock) {
        this.customers = customers;
        this.trail = trail;
        this.events = events;
        this.database = database;
        this.clock = clock;
    }

    /** Somebody to speak to. */
    public record Contact(UUID id, ContactDetails details) {}

    /** An address. */
    public record Address(UUID id, AddressDetails details) {}

    /**
     * What a customer said about a channel.
     *
     * @param source how it was said
     * @param actorName who wrote it down
     */
    public record Consent(String channel, boolean given, String source, Instant at, String actorName) {}

    /** Something that happened. */
    public record Entry(UUID id, String kind, String note, String actorName, Instant at) {}

    /**
     * What was bought in a currency.
     *
     * @param orders not cancelled ones
     * @param total minor units, of those that are not cancelled
     */
    public record Sum(String currency, long orders, long total) {}

    /** One of the newest orders. */
    public record Bought(
            UUID id, String number, Instant placedAt, String state, String paymentState, long total, String currency) {}

    /**
     * Personal data masked, but for those who asked to see it and may.
     *
     * @param consents what counts now, of each channel of which anything is known
     * @param entries the newest first
     * @param sums of orders that the caller reaches
     */
    public record Profile(
            CustomerView customer,
            List<Contact> contacts,
            List<Address> addresses,
            List<Consent> consents,
            List<Entry> entries,
            List<Sum> sums,
            List<Bought> orders) {}

    /** @throws ProblemException if there is none, or the caller may not know of it */
    @Transactional(readOnly = true)
    public Profile profile(UUID id) {
        return profile(customers.customer(id), false);
    }

    /** All of it with personal data in full, which goes on record. */
    @Transactional
    public Profile unmasked(UUID id) {
        return profile(customers.unmasked(id), true);
    }

    private Profile profile(CustomerView customer, boolean full) {
        UUID id = customer.id();
        return new Profile(
                customer,
                contacts(id).stream()
                        .map(c -> full ? c : new Contact(c.id(), c.details().masked()))
                        .toList(),
                addresses(id).stream()
                        .map(a -> full ? a : new Address(a.id(), a.details().masked()))
                        .toList(),
                consents(id),
                entries(id),
                sums(id),
                orders(id));
    }

    private List<Contact> contacts(UUID id) {
        return of(
                        id,
                        "select * from core.customer_contact where tenant_id = :tenant and customer_id = :customer order by name, id")
                .query((rs, _) -> new Contact(
                        rs.getObject("id", UUID.class),
                        new ContactDetails(
                                rs.getString("name"),
                                rs.getString("role"),
                                rs.getString("phone"),
                                rs.getString("email"))))
                .list();
    }

    private List<Address> addresses(UUID id) {
        return of(
                        id,
                        "select * from core.customer_address where tenant_id = :tenant and customer_id = :customer order by main desc, id")
                .query((rs, _) -> address(rs))
                .list();
    }

    static Address address(ResultSet rs) throws SQLException {
        return new Address(
                rs.getObject("id", UUID.class),
                new AddressDetails(
                        rs.getString("label"),
                        rs.getString("name"),
                        rs.getString("phone"),
                        rs.getString("country"),
                        rs.getString("province"),
                        rs.getString("city"),
                        rs.getString("district"),
                        rs.getString("street"),
                        rs.getString("postal_code"),
                        rs.getBoolean("main")));
    }

    private List<Consent> consents(UUID id) {
        return of(id, """
                        select distinct on (channel) channel, given, source, at, actor_name from core.customer_consent
                        where tenant_id = :tenant and customer_id = :customer order by channel, at desc, id desc""").query((rs, _) -> consent(rs)).list();
    }

    static Consent consent(ResultSet rs) throws SQLException {
        return new Consent(
                rs.getString("channel"),
                rs.getBoolean("given"),
                rs.getString("source"),
                rs.getTimestamp("at").toInstant(),
                rs.getString("actor_name"));
    }

    private List<Entry> entries(UUID id) {
        return of(id, """
                        select * from core.customer_entry where tenant_id = :tenant and customer_id = :customer
                        order by at desc, id desc limit :most""")
                .param("most", ENTRIES)
                .query((rs, _) -> new Entry(
                        rs.getObject("id", UUID.class),
                        rs.getString("kind"),
                        rs.getString("note"),
                        rs.getString("actor_name"),
                        rs.getTimestamp("at").toInstant()))
                .list();
    }

    private List<Sum> sums(UUID id) {
        Reach reach = Access.current().reach(Permission.ORDERS_VIEW);
        return of(id, """
                        select o.currency, count(*) as orders, sum(o.total)::bigint as total from core.sales_order o
                        where o.tenant_id = :tenant and o.customer_id = :customer and o.state <> 'cancelled' and %s
                        group by o.currency order by 2 desc, 1""".formatted(reach.filter("o.org_path")))
                .params(reach.params())
                .query(new SimplePropertyRowMapper<>(Sum.class))
                .list();
    }

    private List<Bought> orders(UUID id) {
        Reach reach = Access.current().reach(Permission.ORDERS_VIEW);
        return of(id, """
                        select o.* from core.sales_order o
                        where o.tenant_id = :tenant and o.customer_id = :customer and %s
                        order by o.placed_at desc, o.id desc limit :most""".formatted(reach.filter("o.org_path")))
                .params(reach.params())
                .param("most", ORDERS)
                .query((rs, _) -> new Bought(
                        rs.getObject("id", UUID.class),
                        rs.getString("number"),
                        rs.getTimestamp("placed_at").toInstant(),
                        rs.getString("state"),
                        rs.getString("payment_state"),
                        rs.getLong("total"),
                        rs.getString("currency")))
                .list();
    }

    private StatementSpec of(UUID customer, String sql) {
        return database.core()
                .sql(sql)
                .param("tenant", Scope.currentTenant().value())
                .param("customer", customer);
    }

    @Transactional
    public UUID addContact(UUID id, ContactDetails details) {
        CustomerView customer = customers.changing(id, null);
        details.check();
        roomFor(contacts(id).size());
        UUID contact = Ids.next();
        of(id, """
                        insert into core.customer_contact (tenant_id, customer_id, id, name, role, phone, email)
                        values (:tenant, :customer, :id, :name, :role, :phone, :email)""").param("id", contact).params(params(details)).update();
        changed(customer, "contact_added", "contacts");
        return contact;
    }

    /** @param version of the customer, as the caller saw it */
    @Transactional
    public void changeContact(UUID id, UUID contact, long version, ContactDetails given) {
        CustomerView customer = customers.changing(id, null);
        Contact stored = contacts(id).stream()
                .filter(c -> c.id().equals(contact))
                .findFirst()
                .orElseThrow(() -> new ProblemException(CustomerProblem.PART_NOT_FOUND));
        ContactDetails details = given.over(stored.details());
        details.check();
        Customers.requireVersion(customer, version);
        of(id, """
                        update core.customer_contact set name = :name, role = :role, phone = :phone, email = :email
                        where tenant_id = :tenant and customer_id = :customer and id = :id""").param("id", contact).params(params(details)).update();
        changed(customer, "contact_changed", "contacts");
    }

    @Transactional
    public void removeContact(UUID id, UUID contact) {
        CustomerView customer = customers.changing(id, null);
        remove(id, contact, "customer_contact");
        changed(customer, "contact_removed", "contacts");
    }

    private static Map<String, Object> params(ContactDetails d) {
        return Map.of("name", d.name(), "role", d.role(), "phone", d.phone(), "email", d.email());
    }

    @Transactional
    public UUID addAddress(UUID id, AddressDetails details) {
        CustomerView customer = customers.changing(id, null);
        details.check();
        List<Address> others = addresses(id);
        roomFor(others.size());
        UUID address = Ids.next();
        of(id, """
                        insert into core.customer_address (tenant_id, customer_id, id, label, name, phone, country, province, city,
                          district, street, postal_code, main, place_key)
                        values (:tenant, :customer, :id, :label, :name, :phone, :country, :province, :city, :district, :street,
                          :postalCode, :main, :place)""")
                .param("id", address)
                .params(params(details))
                .param("main", details.main() || others.isEmpty())
                .update();
        oneMain(id, details.main() ? address : null);
        changed(customer, "address_added", "addresses");
        return address;
    }

    /** @param version of the customer, as the caller saw it */
    @Transactional
    public void changeAddress(UUID id, UUID address, long version, AddressDetails given) {
        CustomerView customer = customers.changing(id, null);
        Address stored = addresses(id).stream()
                .filter(a -> a.id().equals(address))
                .findFirst()
                .orElseThrow(() -> new ProblemException(CustomerProblem.PART_NOT_FOUND));
        AddressDetails details = given.over(stored.details());
        details.check();
        Customers.requireVersion(customer, version);
        of(id, """
                        update core.customer_address set label = :label, name = :name, phone = :phone, country = :country,
                          province = :province, city = :city, district = :district, street = :street, postal_code = :postalCode,
                          main = :main, place_key = :place
                        where tenant_id = :tenant and customer_id = :customer and id = :id""")
                .param("id", address)
                .params(params(details))
                .param("main", details.main())
                .update();
        oneMain(id, details.main() ? address : null);
        changed(customer, "address_changed", "addresses");
    }

    @Transactional
    public void removeAddress(UUID id, UUID address) {
        CustomerView customer = customers.changing(id, null);
        remove(id, address, "customer_address");
        oneMain(id, null);
        changed(customer, "address_removed", "addresses");
    }

    /** Who has an address has a main one. @param wanted the one, null = as it is, or the first */
    private void oneMain(UUID id, @Nullable UUID wanted) {
        of(id, """
                        update core.customer_address a set main = (a.id = coalesce(:wanted::uuid, (select x.id from core.customer_address x
                          where x.tenant_id = :tenant and x.customer_id = :customer order by x.main desc, x.id limit 1)))
                        where a.tenant_id = :tenant and a.customer_id = :customer""").param("wanted", wanted).update();
    }

    private static Map<String, Object> params(AddressDetails d) {
        return Map.of(
                "label", d.label(),
                "name", d.name(),
                "phone", d.phone(),
                "country", d.country(),
                "province", d.province(),
                "city", d.city(),
                "district", d.district(),
                "street", d.street(),
                "postalCode", d.postalCode(),
                "place", Likeness.place(d.city(), d.street()));
    }

    private static void roomFor(int present) {
        if (present >= MOST_PARTS) {
            throw new ProblemException(CustomerProblem.TOO_MANY_PARTS, MOST_PARTS);
        }
    }

    private void remove(UUID id, UUID part, String table) {
        int removed = of(
                        id,
                        "delete from core." + table
                                + " where tenant_id = :tenant and customer_id = :customer and id = :id")
                .param("id", part)
                .update();
        if (removed == 0) {
            throw new ProblemException(CustomerProblem.PART_NOT_FOUND);
        }
    }

    /**
     * Writes down what the customer said about a channel. Nothing that was said before is lost.
     *
     * @param channel a {@link ConsentChannel#key()}
     * @param source how the customer said so
     * @param at when; null = now
     */
    @Transactional
    public void consent(UUID id, String channel, boolean given, String source, @Nullable Instant at) {
        CustomerView customer = customers.changing(id, null);
        FieldErrors errors = new FieldErrors();
        if (ConsentChannel.of(channel).isEmpty()) {
            errors.add("/channel", CustomerProblem.BAD_CHANNEL);
        }
        if (source.isBlank()) {
            errors.add("/source", CustomerProblem.SOURCE_MISSING);
        }
        CustomerTexts.check(source, SOURCE_LENGTH, "/source", errors);
        Instant now = clock.instant();
        if (at != null && at.isAfter(now.plus(FAST_CLOCK))) {
            errors.add("/at", CustomerProblem.IN_THE_FUTURE);
        }
        errors.throwIfAny();
        of(id, """
                        insert into core.customer_consent (tenant_id, customer_id, id, channel, given, source, at, actor_name)
                        values (:tenant, :customer, :id, :channel, :given, :source, :at, :name)""")
                .param("id", Ids.next())
                .param("channel", channel)
                .param("given", given)
                .param("source", source.strip())
                .param("at", Timestamp.from(at == null ? now : at))
                .param("name", Actor.current().name())
                .update();
        trail.entry(id, given ? "consent_given" : "consent_withdrawn", channel);
        trail.audit("customer.consented", customer, Map.of("channel", channel, "given", given));
        events.append("customer.consented", "customer", id, Map.of("channel", channel, "given", given));
    }

    @Transactional
    public void note(UUID id, String text) {
        customers.changing(id, null);
        if (text.isBlank()
                || text.length() > NOTE_LENGTH
                || text.codePoints().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t')) {
            new FieldErrors()
                    .add("/note", CustomerProblem.BAD_NOTE, NOTE_LENGTH)
                    .throwIfAny();
        }
        trail.entry(id, "note", text.strip());
    }

    /** Sets the tags: those that are not named are taken away. @param version as the caller saw it */
    @Transactional
    public void tag(UUID id, long version, List<String> tags) {
        CustomerView customer = customers.changing(id, null);
        List<String> wanted = wanted(tags);
        Customers.requireVersion(customer, version);
        setTags(customer, wanted);
    }

    /** Adds a tag to customers. @throws ProblemException 404 if one is none that the caller may change: then none is tagged */
    @Transactional
    public int addTag(List<UUID> ids, String tag) {
        List<UUID> each = ids.stream().distinct().sorted().toList();
        if (each.isEmpty()) {
            throw new ProblemException(CustomerProblem.NOTHING_CHOSEN);
        }
        if (each.size() > MOST_TAGGED) {
            throw new ProblemException(CustomerProblem.TOO_MANY_CHOSEN, MOST_TAGGED);
        }
        FieldErrors errors = new FieldErrors();
        CustomerTexts.check(tag, TAG_LENGTH, "/tag", errors);
        if (tag.isBlank()) {
            errors.add("/tag", CustomerProblem.TAG_MISSING);
        }
        errors.throwIfAny();
        for (UUID id : each) {
            CustomerView customer = customers.changing(id, null);
            Set<String> all = new LinkedHashSet<>(customer.tags());
            if (all.add(tag.strip())) {
                setTags(customer, wanted(List.copyOf(all)));
            }
        }
        return each.size();
    }

    private static List<String> wanted(List<String> tags) {
        FieldErrors errors = new FieldErrors();
        List<String> wanted = new ArrayList<>();
        for (int i = 0; i < tags.size(); i++) {
            String tag = tags.get(i).strip();
            CustomerTexts.check(tag, TAG_LENGTH, "/tags/" + i, errors);
            if (!tag.isEmpty() && !wanted.contains(tag)) {
                wanted.add(tag);
            }
        }
        if (wanted.size() > MOST_TAGS) {
            errors.add("/tags", CustomerProblem.TOO_MANY_TAGS, MOST_TAGS);
        }
        errors.throwIfAny();
        return wanted.stream().sorted().toList();
    }

    private void setTags(CustomerView customer, List<String> tags) {
        of(
                        customer.id(),
                        "update core.customer set tags = :tags, version = version + 1 where tenant_id = :tenant and id = :customer")
                .param("tags", new SqlArrayValue("text", tags.toArray()))
                .update();
        trail.entry(customer.id(), "tagged", String.join(", ", tags));
        trail.audit("customer.tagged", customer, Map.of("tags", tags));
        events.append("customer.tagged", "customer", customer.id(), Map.of("tags", tags));
    }

    private void changed(CustomerView customer, String kind, String part) {
        of(customer.id(), "update core.customer set version = version + 1 where tenant_id = :tenant and id = :customer")
                .update();
        trail.entry(customer.id(), kind, "");
        trail.audit(
                "customer.changed",
                customer,
                Map.of("name", customer.name(), "kind", customer.details().kind(), "changed", List.of(part)));
        events.append(
                "customer.changed",
                "customer",
                customer.id(),
                Map.of("kind", customer.details().kind()));
    }
}
