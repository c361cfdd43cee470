package io.storelane.customer.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.customer.CustomerDetails;
import io.storelane.customer.CustomerView;
import io.storelane.customer.Customers;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.IfMatch;
import io.storelane.web.api.OneOf;
import io.storelane.web.api.Paging;
import io.storelane.web.api.Versioned;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Customers. */
@RestController
@RequestMapping("/api/v1/customers")
class CustomersApi {

    private static final String BODY = """
            {"kind": "person", "name": "Wang Fang", "phone": "13800000000",
             "nodeId": "01a202ba-5c3d-7000-b3c3-862ecc38fd00"}""";

    private static final String CUSTOMER = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "kind": "person", "name": "Wang Fang", "phone": "138****0000",
             "email": "", "idNumber": "", "nodeId": "01a202ba-5c3d-7000-b3c3-862ecc38fd00", "tags": ["vip"], "erased": false, "orders": 2,
             "since": "2026-11-22T04:00:00Z", "version": 0}""";

    private final Customers customers;

    CustomersApi(Customers customers) {
        this.customers = customers;
    }

    record Customer(
            UUID id,
            String kind,
            String name,
            String phone,
            String email,
            String idNumber,
            UUID nodeId,
            List<String> tags,
            boolean erased,
            long orders,
            Instant since,
            long version)
            implements Versioned {}

    record CustomerBody(
            String kind,
            String name,
            @Nullable String phone,
            @Nullable String email,
            @Nullable String idNumber,
            UUID nodeId) {

        CustomerDetails details() {
            return new CustomerDetails(kind, name.strip(), text(phone), text(email), text(idNumber), nodeId);
        }

        private static String text(@Nullable String text) {
            return text == null ? "" : text.strip();
        }
    }

    private static Customer shown(CustomerView c) {
        CustomerDetails d = c.details();
        return new Customer(
                c.id(),
                d.kind(),
                d.name(),
                d.phone(),
                d.email(),
                d.idNumber(),
                d.nodeId(),
                c.tags(),
                c.erased(),
                c.orders(),
                c.since(),
                c.version());
    }

    /** The answer shows the customer: who may not see it is refused before anything is done. */
    @ModelAttribute
    void requireView() {
        Access.current().require(Permission.CUSTOMERS_VIEW);
    }

    @ApiOperation(
            value = "List customers",
            details =
                    "By name, unless `sort` says otherwise. `q` is words of the name, or a phone or mail in full, if the key may see it. `consent` is a channel by which the customer agreed to be told of offers. Personal data is masked.",
            scope = Permission.CUSTOMERS_VIEW,
            answer = CUSTOMER)
    @GetMapping
    ApiPage<Customer> list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") @OneOf({"person", "company"}) String kind,
            @RequestParam(defaultValue = "") String tag,
            @RequestParam(defaultValue = "") @OneOf({"email", "sms", "phone", "wechat", "post"}) String consent,
            @RequestParam(defaultValue = "name") @OneOf({"name", "-name", "since", "-since"}) String sort,
            Paging page) {
        return ApiPage.of(
                customers.find(new Customers.Filter(q.strip(), kind, tag, consent, sort), page.cursor(), page.limit()),
                CustomersApi::shown);
    }

    @ApiOperation(
            value = "Read a customer",
            details =
                    "Personal data is masked; with `personal=true` it comes in full, which needs `personal.view` as well and goes on"
                            + " record. The id of a customer that was merged into another one answers that one.",
            scope = Permission.CUSTOMERS_VIEW,
            answer = CUSTOMER)
    @GetMapping("/{id}")
    Customer get(@PathVariable UUID id, @RequestParam(defaultValue = "false") boolean personal) {
        UUID present = customers.present(id);
        return shown(personal ? customers.unmasked(present) : customers.customer(present));
    }

    @ApiOperation(
            value = "Add a customer",
            scope = {Permission.CUSTOMERS_MANAGE, Permission.CUSTOMERS_VIEW},
            body = BODY,
            answer = CUSTOMER)
    @PostMapping
    ResponseEntity<Customer> add(@RequestBody CustomerBody body) {
        UUID id = customers.add(body.details());
        return ResponseEntity.created(URI.create("/api/v1/customers/" + id)).body(get(id, false));
    }

    @ApiOperation(
            value = "Change a customer",
            details = "A masked value that comes back as it was sent stays as it is stored.",
            scope = {Permission.CUSTOMERS_MANAGE, Permission.CUSTOMERS_VIEW},
            body = BODY,
            answer = CUSTOMER)
    @PutMapping("/{id}")
    Customer change(@PathVariable UUID id, @IfMatch long version, @RequestBody CustomerBody body) {
        customers.change(id, version, body.details());
        return get(id, false);
    }
}
