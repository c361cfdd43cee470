package org.example.mirror;

import io.storelane.plugin.api.CustomerBook;
import io.storelane.plugin.api.CustomerChanges;
import io.storelane.plugin.api.OrderBook;
import io.storelane.plugin.api.Refusal;
import io.storelane.plugin.api.RequiresPermission;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

@Controller
@RequiresPermission("mirror.use")
class CustomersPage {

    private final CustomerBook customers;
    private final CustomerChanges changes;
    private final OrderBook orders;
    private final Sights sights;

    CustomersPage(CustomerBook customers, CustomerChanges changes, OrderBook orders, Sights sights) {
        this.customers = customers;
        this.changes = changes;
        this.orders = orders;
        this.sights = sights;
    }

    @PostMapping("/customers")
    @ResponseBody
    @Transactional
    public String add(@RequestParam String name, @RequestParam(defaultValue = "") String phone) {
        UUID id = changes.add(CustomerChanges.Details.person(name).phone(phone));
        changes.tag(id, 0, List.of("from-the-mirror"));
        changes.consent(id, "email", true, "a page of the mirror", null);
        sights.see("added", UUID.randomUUID(), name, 0);
        return id.toString();
    }

    @GetMapping("/customers/{id}")
    @ResponseBody
    public String show(@PathVariable UUID id) {
        CustomerBook.Customer c = customers.find(id).orElseThrow();
        return c.name() + "|" + c.phone() + "|" + c.tags() + "|" + c.consents().getFirst().channel() + "|" + c.version();
    }

    @PostMapping("/customers/{id}/tag")
    @ResponseBody
    public String tag(@PathVariable UUID id, @RequestParam long version, @RequestParam String tag) {
        try {
            changes.tag(id, version, List.of(tag));
            return "tagged";
        } catch (Refusal e) {
            if (tag.equals("let it pass")) {
                throw e;
            }
            return e.status() + " " + e.code();
        }
    }

    @GetMapping("/customers/{id}/full")
    @ResponseBody
    public String full(@PathVariable UUID id) {
        return customers.inFull(id).phone();
    }

    @GetMapping("/orders/{customer}")
    @ResponseBody
    public String orders(@PathVariable UUID customer) {
        OrderBook.PlacedOrder order = orders.ofCustomer(customer, null, 10).getFirst();
        return orders.numbered(order.number()).orElseThrow().id() + "|" + order.state() + "|" + order.payment() + "|"
                + order.deliveredAt();
    }
}
