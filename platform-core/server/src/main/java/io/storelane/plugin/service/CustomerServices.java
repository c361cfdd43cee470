package io.storelane.plugin.service;

import io.storelane.access.Permission;
import io.storelane.customer.CustomerDetails;
import io.storelane.customer.CustomerProfiles;
import io.storelane.customer.CustomerRecords;
import io.storelane.customer.CustomerView;
import io.storelane.customer.Customers;
import io.storelane.plugin.PublishedService;
import io.storelane.plugin.SnapshotSource;
import io.storelane.plugin.api.CustomerBook;
import io.storelane.plugin.api.CustomerChanges;
import io.storelane.plugin.api.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Customers, as plugins read and change them. */
@Configuration(proxyBeanMethods = false)
class CustomerServices {

    private static final int MOST_FOUND = 100;

    private record Customer(
            UUID id,
            String kind,
            String name,
            String phone,
            String email,
            UUID node,
            List<String> tags,
            long orders,
            boolean erased,
            Instant since,
            long version,
            List<CustomerBook.Address> addresses,
            List<CustomerBook.Consent> consents)
            implements CustomerBook.Customer {}

    private record Address(
            UUID id,
            String label,
            String name,
            String phone,
            String country,
            String province,
            String city,
            String district,
            String street,
            String postalCode,
            boolean main)
            implements CustomerBook.Address {}

    private record Consent(String channel, boolean given, String source, Instant at) implements CustomerBook.Consent {}

    private record Book(CustomerRecords records, Customers customers) implements CustomerBook {

        @Override
        public Optional<CustomerBook.Customer> find(UUID id) {
            return Given.ifAllowed(Optional.empty(), () -> records.find(id).map(CustomerServices::customer));
        }

        @Override
        public List<CustomerBook.Customer> page(@Nullable UUID after, int most) {
            return read(records.after(after, Given.atMost(most, MOST)));
        }

        @Override
        public List<CustomerBook.Customer> search(String text, int most) {
            return read(records.search(text, Given.atMost(most, MOST_FOUND)));
        }

        @Override
        public UUID present(UUID id) {
            return customers.present(id);
        }

        @Override
        public CustomerBook.Customer inFull(UUID id) {
            return customer(records.unmasked(id));
        }
    }

    private record Changes(Customers customers, CustomerProfiles profiles) implements CustomerChanges {

        @Override
        public UUID add(Details details) {
            return customers.add(details(details));
        }

        @Override
        public void change(UUID id, long version, Details details) {
            customers.change(id, version, details(details));
        }

        private CustomerDetails details(Details d) {
            UUID node = d.node() == null
                    ? customers.nodes().stream()
                            .findFirst()
                            .map(Customers.Node::id)
                            .orElseThrow(() -> new Refusal("access/not-allowed", 403, Map.of(), null))
                    : d.node();
            return new CustomerDetails(d.kind(), d.name(), d.phone(), d.email(), d.number(), node);
        }

        @Override
        public void tag(UUID id, long version, List<String> tags) {
            profiles.tag(id, version, tags);
        }

        @Override
        public void note(UUID id, String text) {
            profiles.note(id, text);
        }

        @Override
        public void consent(UUID id, String channel, boolean given, String source, @Nullable Instant at) {
            profiles.consent(id, channel, given, source, at);
        }
    }

    @Bean
    PublishedService<CustomerBook> customersService(CustomerRecords records, Customers customers) {
        return new PublishedService<>(
                "customers.read", CustomerBook.class, Permission.CUSTOMERS_VIEW, _ -> new Book(records, customers));
    }

    @Bean
    PublishedService<CustomerChanges> customerChangesService(Customers customers, CustomerProfiles profiles) {
        return new PublishedService<>(
                "customers.write",
                CustomerChanges.class,
                Permission.CUSTOMERS_MANAGE,
                _ -> new Changes(customers, profiles));
    }

    @Bean
    SnapshotSource<CustomerBook.Customer> customerSnapshot(CustomerRecords records) {
        return SnapshotSource.byId(
                "customers.read",
                CustomerBook.Customer.class,
                (after, most) -> read(records.after(after, most)),
                CustomerBook.Customer::id);
    }

    private static List<CustomerBook.Customer> read(List<CustomerRecords.Told> records) {
        return records.stream().map(CustomerServices::customer).toList();
    }

    private static CustomerBook.Customer customer(CustomerRecords.Told record) {
        CustomerView customer = record.customer();
        return new Customer(
                customer.id(),
                customer.details().kind(),
                customer.name(),
                customer.details().phone(),
                customer.details().email(),
                customer.details().nodeId(),
                customer.tags(),
                customer.orders(),
                customer.erased(),
                customer.since(),
                customer.version(),
                record.addresses().stream().map(CustomerServices::address).toList(),
                record.consents().stream().map(CustomerServices::consent).toList());
    }

    private static CustomerBook.Address address(CustomerProfiles.Address address) {
        var d = address.details();
        return new Address(
                address.id(),
                d.label(),
                d.name(),
                d.phone(),
                d.country(),
                d.province(),
                d.city(),
                d.district(),
                d.street(),
                d.postalCode(),
                d.main());
    }

    private static CustomerBook.Consent consent(CustomerProfiles.Consent c) {
        return new Consent(c.channel(), c.given(), c.source(), c.at());
    }
}
