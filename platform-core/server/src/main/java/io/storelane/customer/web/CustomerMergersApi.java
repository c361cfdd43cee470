package io.storelane.customer.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.customer.CustomerProfiles;
import io.storelane.customer.CustomerView;
import io.storelane.customer.Duplicates;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.IfMatch;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Many customers tagged, two made one, one forgotten. */
@RestController
@RequestMapping("/api/v1/customers")
class CustomerMergersApi {

    private static final String DUPLICATE = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbe", "name": "Wang Fang", "reasons": ["phone"]}""";

    private static final String GROUP = """
            {"reasons": ["phone"], "customers": [{"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "name": "Wang Fang"},
              {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbe", "name": "Fang Wang"}]}""";

    private final Duplicates duplicates;
    private final CustomerProfiles profiles;

    CustomerMergersApi(Duplicates duplicates, CustomerProfiles profiles) {
        this.duplicates = duplicates;
        this.profiles = profiles;
    }

    /** @param reasons what is the same, or alike */
    record Duplicate(UUID id, String name, List<String> reasons) {}

    record Named(UUID id, String name) {}

    record Group(List<String> reasons, List<Named> customers) {}

    /** @param fromId the customer of which nothing will be left but its id */
    record MergeBody(UUID fromId) {}

    record TagBody(List<UUID> ids, String tag) {}

    /** @param tagged how many customers have the tag now */
    record Tagged(int tagged) {}

    /** The answer shows customers: who may not see them is refused before anything is done. */
    @ModelAttribute
    void requireView() {
        Access.current().require(Permission.CUSTOMERS_VIEW);
    }

    private static Named named(CustomerView c) {
        return new Named(c.id(), c.name());
    }

    @ApiOperation(
            value = "List customers that may be the same",
            details =
                    "Those with the same phone, however it is written, the same e-mail or the same number; the newest 100 groups.",
            scope = Permission.CUSTOMERS_VIEW,
            answer = GROUP)
    @GetMapping("/duplicates")
    ApiPage<Group> groups() {
        return ApiPage.whole(duplicates.groups().stream()
                .map(g -> new Group(
                        g.reasons(),
                        g.customers().stream().map(CustomerMergersApi::named).toList()))
                .toList());
    }

    @ApiOperation(
            value = "List duplicates of a customer",
            details =
                    "`reasons` are `phone`, `email`, `idNumber`, or `address` for a name and an address that are alike.",
            scope = Permission.CUSTOMERS_VIEW,
            answer = DUPLICATE)
    @GetMapping("/{id}/duplicates")
    ApiPage<Duplicate> of(@PathVariable UUID id) {
        return ApiPage.whole(duplicates.of(id).stream()
                .map(d -> new Duplicate(d.customer().id(), d.customer().name(), d.reasons()))
                .toList());
    }

    @ApiOperation(
            value = "Make two customers one",
            details =
                    "The customer of the address keeps what it says and takes over what it does not know, with contacts, addresses,"
                            + " consent, tags, timeline and orders of the other. This cannot be undone.",
            scope = {Permission.CUSTOMERS_MANAGE, Permission.CUSTOMERS_VIEW},
            body = """
                    {"fromId": "01a202ba-5c3d-74df-b3c3-862ecc38fdbe"}""")
    @PostMapping("/{id}/merge")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void merge(@PathVariable UUID id, @IfMatch long version, @RequestBody MergeBody body) {
        duplicates.merge(id, version, body.fromId());
    }

    @ApiOperation(
            value = "Forget who a customer is",
            details =
                    "Name, contacts, addresses, consent, tags and notes are removed, in orders as well; orders stay with what was sold and"
                            + " paid. Refused while an order is open. This cannot be undone.",
            scope = {Permission.CUSTOMERS_MANAGE, Permission.PERSONAL_DATA, Permission.CUSTOMERS_VIEW})
    @PostMapping("/{id}/erase")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void erase(@PathVariable UUID id, @IfMatch long version) {
        duplicates.erase(id, version);
    }

    @ApiOperation(
            value = "Add a tag to customers",
            details = "All or none; 500 at most.",
            scope = {Permission.CUSTOMERS_MANAGE, Permission.CUSTOMERS_VIEW},
            body = """
                    {"ids": ["01a202ba-5c3d-74df-b3c3-862ecc38fdbd"], "tag": "vip"}""",
            answer = """
                    {"tagged": 1}""")
    @PostMapping("/tag")
    Tagged tag(@RequestBody TagBody body) {
        return new Tagged(profiles.addTag(body.ids(), body.tag()));
    }
}
