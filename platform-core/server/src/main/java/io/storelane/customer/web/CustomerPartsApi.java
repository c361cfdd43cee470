package io.storelane.customer.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.customer.AddressDetails;
import io.storelane.customer.ContactDetails;
import io.storelane.customer.CustomerProfiles;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.IfMatch;
import io.storelane.web.api.Versioned;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What belongs to a customer. */
@RestController
@RequestMapping("/api/v1/customers/{id}")
class CustomerPartsApi {

    private static final String CONTACT_BODY = """
            {"name": "Li Na", "role": "Purchasing", "phone": "13900000000", "email": "li.na@example.com"}""";

    private static final String CONTACT = """
            {"id": "01a202ba-5c3d-7000-b3c3-862ecc38fd10", "name": "Li Na", "role": "Purchasing", "phone": "139****0000",
             "email": "l****@example.com"}""";

    private static final String ADDRESS_BODY = """
            {"label": "Office", "name": "Wang Fang", "phone": "13800000000", "country": "CN", "province": "浙江省", "city": "杭州市",
             "district": "西湖区", "street": "文三路 1 号", "postalCode": "310000", "main": true}""";

    private static final String ADDRESS = """
            {"id": "01a202ba-5c3d-7000-b3c3-862ecc38fd11", "label": "Office", "name": "Wang Fang", "phone": "138****0000",
             "country": "CN", "province": "浙江省", "city": "杭州市", "district": "****", "street": "****", "postalCode": "310000",
             "main": true}""";

    private static final String CONSENT = """
            {"channel": "email", "given": true, "source": "Form at the till", "at": "2026-11-22T04:00:00Z", "by": "Ming"}""";

    private static final String PROFILE =
            "{\"id\": \"01a202ba-5c3d-74df-b3c3-862ecc38fdbd\", \"tags\": [\"vip\"], \"contacts\": [" + CONTACT
                    + "], \"addresses\": [" + ADDRESS + "], \"consents\": [" + CONSENT + """
                    ], "timeline": [{"kind": "note", "note": "Calls back on Monday", "by": "Ming", "at": "2026-11-22T04:00:00Z"}],
                     "bought": [{"currency": "CNY", "orders": 2, "total": 3000}], "version": 3}""";

    private final CustomerProfiles profiles;

    CustomerPartsApi(CustomerProfiles profiles) {
        this.profiles = profiles;
    }

    record Contact(UUID id, String name, String role, String phone, String email) {}

    record Address(
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
            boolean main) {}

    record Consent(String channel, boolean given, String source, Instant at, String by) {}

    record Entry(String kind, String note, String by, Instant at) {}

    /** @param total minor units, of orders that are not cancelled */
    record Bought(String currency, long orders, long total) {}

    record Profile(
            UUID id,
            List<String> tags,
            List<Contact> contacts,
            List<Address> addresses,
            List<Consent> consents,
            List<Entry> timeline,
            List<Bought> bought,
            long version)
            implements Versioned {}

    record ContactBody(
            String name,
            @Nullable String role,
            @Nullable String phone,
            @Nullable String email) {

        ContactDetails details() {
            return new ContactDetails(name.strip(), text(role), text(phone), text(email));
        }
    }

    record AddressBody(
            @Nullable String label,
            String name,
            @Nullable String phone,
            String country,
            @Nullable String province,
            @Nullable String city,
            @Nullable String district,
            String street,
            @Nullable String postalCode,
            @Nullable Boolean main) {

        AddressDetails details() {
            return new AddressDetails(
                    text(label),
                    name.strip(),
                    text(phone),
                    country.strip().toUpperCase(Locale.ROOT),
                    text(province),
                    text(city),
                    text(district),
                    street.strip(),
                    text(postalCode),
                    Boolean.TRUE.equals(main));
        }
    }

    /**
     * @param source how the customer said so
     * @param at when; null = now
     */
    record ConsentBody(
            String channel,
            boolean given,
            String source,
            @Nullable Instant at) {}

    record NoteBody(String note) {}

    record TagsBody(List<String> tags) {}

    private static String text(@Nullable String text) {
        return text == null ? "" : text.strip();
    }

    private static Contact shown(CustomerProfiles.Contact c) {
        ContactDetails d = c.details();
        return new Contact(c.id(), d.name(), d.role(), d.phone(), d.email());
    }

    private static Address shown(CustomerProfiles.Address a) {
        AddressDetails d = a.details();
        return new Address(
                a.id(),
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

    private static Consent shown(CustomerProfiles.Consent c) {
        return new Consent(c.channel(), c.given(), c.source(), c.at(), c.actorName());
    }

    private static Profile shown(CustomerProfiles.Profile p) {
        return new Profile(
                p.customer().id(),
                p.customer().tags(),
                p.contacts().stream().map(CustomerPartsApi::shown).toList(),
                p.addresses().stream().map(CustomerPartsApi::shown).toList(),
                p.consents().stream().map(CustomerPartsApi::shown).toList(),
                p.entries().stream()
                        .map(e -> new Entry(e.kind(), e.note(), e.actorName(), e.at()))
                        .toList(),
                p.sums().stream()
                        .map(s -> new Bought(s.currency(), s.orders(), s.total()))
                        .toList(),
                p.customer().version());
    }

    /** The answer shows the customer: who may not see it is refused before anything is done. */
    @ModelAttribute
    void requireView() {
        Access.current().require(Permission.CUSTOMERS_VIEW);
    }

    @ApiOperation(
            value = "Read a customer's profile",
            details =
                    "Contacts, addresses, what the customer agreed to (the latest of each channel), the newest 200 entries of the timeline,"
                            + " and what was bought in each currency, of orders that the key may see. Personal data is masked; with"
                            + " `personal=true` it comes in full, which needs `personal.view` as well and goes on record.",
            scope = Permission.CUSTOMERS_VIEW,
            answer = PROFILE)
    @GetMapping("/profile")
    Profile profile(@PathVariable UUID id, @RequestParam(defaultValue = "false") boolean personal) {
        return shown(personal ? profiles.unmasked(id) : profiles.profile(id));
    }

    @ApiOperation(value = "List a customer's contacts", scope = Permission.CUSTOMERS_VIEW, answer = CONTACT)
    @GetMapping("/contacts")
    ApiPage<Contact> contacts(@PathVariable UUID id) {
        return ApiPage.whole(profiles.profile(id).contacts().stream()
                .map(CustomerPartsApi::shown)
                .toList());
    }

    @ApiOperation(
            value = "Add a contact to a customer",
            scope = {Permission.CUSTOMERS_MANAGE, Permission.CUSTOMERS_VIEW},
            body = CONTACT_BODY,
            answer = PROFILE)
    @PostMapping("/contacts")
    ResponseEntity<Profile> addContact(@PathVariable UUID id, @RequestBody ContactBody body) {
        profiles.addContact(id, body.details());
        return made(id);
    }

    private ResponseEntity<Profile> made(UUID id) {
        return ResponseEntity.created(URI.create("/api/v1/customers/" + id + "/profile"))
                .body(profile(id, false));
    }

    @ApiOperation(
            value = "Change a contact of a customer",
            details =
                    "The version is that of the customer. A masked value that comes back as it was sent stays as it is stored.",
            scope = {Permission.CUSTOMERS_MANAGE, Permission.CUSTOMERS_VIEW},
            body = CONTACT_BODY,
            answer = PROFILE)
    @PutMapping("/contacts/{contact}")
    Profile changeContact(
            @PathVariable UUID id, @PathVariable UUID contact, @IfMatch long version, @RequestBody ContactBody body) {
        profiles.changeContact(id, contact, version, body.details());
        return profile(id, false);
    }

    @ApiOperation(
            value = "Remove a contact of a customer",
            scope = {Permission.CUSTOMERS_MANAGE, Permission.CUSTOMERS_VIEW})
    @DeleteMapping("/contacts/{contact}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void removeContact(@PathVariable UUID id, @PathVariable UUID contact) {
        profiles.removeContact(id, contact);
    }

    @ApiOperation(
            value = "List a customer's addresses",
            details = "The main one first.",
            scope = Permission.CUSTOMERS_VIEW,
            answer = ADDRESS)
    @GetMapping("/addresses")
    ApiPage<Address> addresses(@PathVariable UUID id) {
        return ApiPage.whole(profiles.profile(id).addresses().stream()
                .map(CustomerPartsApi::shown)
                .toList());
    }

    @ApiOperation(
            value = "Add an address to a customer",
            details = "The first one is the main one. `country` is a code of two letters.",
            scope = {Permission.CUSTOMERS_MANAGE, Permission.CUSTOMERS_VIEW},
            body = ADDRESS_BODY,
            answer = PROFILE)
    @PostMapping("/addresses")
    ResponseEntity<Profile> addAddress(@PathVariable UUID id, @RequestBody AddressBody body) {
        profiles.addAddress(id, body.details());
        return made(id);
    }

    @ApiOperation(
            value = "Change an address of a customer",
            details =
                    "The version is that of the customer. A masked value that comes back as it was sent stays as it is stored.",
            scope = {Permission.CUSTOMERS_MANAGE, Permission.CUSTOMERS_VIEW},
            body = ADDRESS_BODY,
            answer = PROFILE)
    @PutMapping("/addresses/{address}")
    Profile changeAddress(
            @PathVariable UUID id, @PathVariable UUID address, @IfMatch long version, @RequestBody AddressBody body) {
        profiles.changeAddress(id, address, version, body.details());
        return profile(id, false);
    }

    @ApiOperation(
            value = "Remove an address of a customer",
            scope = {Permission.CUSTOMERS_MANAGE, Permission.CUSTOMERS_VIEW})
    @DeleteMapping("/addresses/{address}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void removeAddress(@PathVariable UUID id, @PathVariable UUID address) {
        profiles.removeAddress(id, address);
    }

    @ApiOperation(
            value = "Write down a customer's consent",
            details =
                    "`channel` is `email`, `sms`, `phone`, `wechat` or `post`; `given` false says that it was withdrawn. `source` is how the"
                            + " customer said so, `at` when, now if it is missing. What was said before is kept; the latest counts.",
            scope = {Permission.CUSTOMERS_MANAGE, Permission.CUSTOMERS_VIEW},
            body = """
                    {"channel": "email", "given": true, "source": "Form at the till"}""",
            answer = PROFILE)
    @PostMapping("/consents")
    Profile consent(@PathVariable UUID id, @RequestBody ConsentBody body) {
        profiles.consent(id, body.channel(), body.given(), body.source(), body.at());
        return profile(id, false);
    }

    @ApiOperation(
            value = "Write a note about a customer",
            scope = {Permission.CUSTOMERS_MANAGE, Permission.CUSTOMERS_VIEW},
            body = """
                    {"note": "Calls back on Monday"}""",
            answer = PROFILE)
    @PostMapping("/notes")
    Profile note(@PathVariable UUID id, @RequestBody NoteBody body) {
        profiles.note(id, body.note());
        return profile(id, false);
    }

    @ApiOperation(
            value = "Set the tags of a customer",
            details = "Those that are not named are taken away.",
            scope = {Permission.CUSTOMERS_MANAGE, Permission.CUSTOMERS_VIEW},
            body = """
                    {"tags": ["vip"]}""",
            answer = PROFILE)
    @PutMapping("/tags")
    Profile tag(@PathVariable UUID id, @IfMatch long version, @RequestBody TagsBody body) {
        profiles.tag(id, version, body.tags());
        return profile(id, false);
    }
}
