package io.storelane.customer;

import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Customers with addresses and consents, many in few statements, for programs: of those that the caller reaches, personal data masked. */
@Service
public class CustomerRecords {

    private final Database database;
    private final Customers customers;

    CustomerRecords(Database database, Customers customers) {
        this.database = database;
        this.customers = customers;
    }

    /** A customer. @param consents what counts now, of each channel of which anything is known */
    public record Told(
            CustomerView customer, List<CustomerProfiles.Address> addresses, List<CustomerProfiles.Consent> consents) {}

    @Transactional(readOnly = true)
    public Optional<Told> find(UUID id) {
        return whole(customers.find(id).stream().toList(), false).stream().findFirst();
    }

    /** Those that follow in the order of their ids. @param after null = from the beginning */
    @Transactional(readOnly = true)
    public List<Told> after(@Nullable UUID after, int most) {
        return whole(customers.after(after, most), false);
    }

    /** See {@link Customers#search}. */
    @Transactional(readOnly = true)
    public List<Told> search(String text, int most) {
        return whole(customers.search(text, most), false);
    }

    /** With personal data in full, which goes on record. */
    @Transactional
    public Told unmasked(UUID id) {
        return whole(List.of(customers.unmasked(id)), true).getFirst();
    }

    private List<Told> whole(List<CustomerView> found, boolean full) {
        if (found.isEmpty()) {
            return List.of();
        }
        List<UUID> ids = found.stream().map(CustomerView::id).toList();
        Map<UUID, List<CustomerProfiles.Address>> addresses = addresses(ids, full);
        Map<UUID, List<CustomerProfiles.Consent>> consents = consents(ids);
        return found.stream()
                .map(c -> new Told(
                        c, addresses.getOrDefault(c.id(), List.of()), consents.getOrDefault(c.id(), List.of())))
                .toList();
    }

    private Map<UUID, List<CustomerProfiles.Address>> addresses(Collection<UUID> ids, boolean full) {
        Map<UUID, List<CustomerProfiles.Address>> addresses = new HashMap<>();
        of(ids, """
                        select * from core.customer_address where tenant_id = :tenant and customer_id = any (:ids)
                        order by main desc, id""").query(rs -> {
            addresses
                    .computeIfAbsent(rs.getObject("customer_id", UUID.class), _ -> new ArrayList<>())
                    .add(address(rs, full));
        });
        return addresses;
    }

    private static CustomerProfiles.Address address(ResultSet rs, boolean full) throws SQLException {
        CustomerProfiles.Address address = CustomerProfiles.address(rs);
        return full
                ? address
                : new CustomerProfiles.Address(address.id(), address.details().masked());
    }

    private Map<UUID, List<CustomerProfiles.Consent>> consents(Collection<UUID> ids) {
        Map<UUID, List<CustomerProfiles.Consent>> consents = new HashMap<>();
        of(ids, """
                        select distinct on (customer_id, channel) * from core.customer_consent
                        where tenant_id = :tenant and customer_id = any (:ids)
                        order by customer_id, channel, at desc, id desc""").query(rs -> {
            consents.computeIfAbsent(rs.getObject("customer_id", UUID.class), _ -> new ArrayList<>())
                    .add(CustomerProfiles.consent(rs));
        });
        return consents;
    }

    private StatementSpec of(Collection<UUID> ids, String sql) {
        return database.core()
                .sql(sql)
                .param("tenant", Scope.currentTenant().value())
                .param("ids", new SqlArrayValue("uuid", ids.toArray()));
    }
}
