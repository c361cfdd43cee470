package io.storelane.customer.web;

import io.storelane.customer.Customers;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The customers as a file. */
@Component
class CustomersFile implements ListFile<CustomersFile.Filter> {

    /** @param full true for personal data in full, which needs a permission of its own */
    record Filter(Customers.Filter customers, boolean full) {}

    private final Customers customers;
    private final MessageSource messages;

    CustomersFile(Customers customers, MessageSource messages) {
        this.customers = customers;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "customers";
    }

    @Override
    public Class<CustomersFile.Filter> filter() {
        return CustomersFile.Filter.class;
    }

    @Override
    public Sheet<?> sheet(CustomersFile.Filter filter, Locale locale) {
        return new Sheet<>(
                Sheet.titles(
                        messages,
                        locale,
                        "customer",
                        "name",
                        "kind",
                        "phone",
                        "email",
                        "idNumber",
                        "node",
                        "orders",
                        "since"),
                (cursor, size) -> customers.exported(filter.customers(), filter.full(), cursor, size),
                c -> List.of(
                        c.name(),
                        messages.getMessage("customer.kind." + c.details().kind(), null, locale),
                        c.details().phone(),
                        c.details().email(),
                        c.details().idNumber(),
                        c.node(),
                        c.orders(),
                        c.since()));
    }

    @Override
    public void handOut(Filter filter, long rows) {
        customers.handedOut(rows, filter.full());
    }
}
