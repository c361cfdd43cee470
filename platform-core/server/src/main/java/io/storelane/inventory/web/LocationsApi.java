package io.storelane.inventory.web;

import io.storelane.access.Permission;
import io.storelane.inventory.LocationAddress;
import io.storelane.inventory.LocationDetails;
import io.storelane.inventory.LocationKind;
import io.storelane.inventory.LocationView;
import io.storelane.inventory.Locations;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.IfMatch;
import io.storelane.web.api.OneOf;
import io.storelane.web.api.Paging;
import io.storelane.web.api.Versioned;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.LocalTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Places that hold stock. */
@RestController
@RequestMapping("/api/v1/locations")
class LocationsApi {

    private static final String BODY = """
            {"code": "HZ-DC", "name": "Hangzhou warehouse", "kind": "own", "nodeId": "01a202ba-5c3d-7000-b3c3-862ecc38fd00",
             "address": {"country": "CN", "region": "330106", "street": "199 Wensan Road", "postalCode": "310012"},
             "timeZone": "Asia/Shanghai", "cutOff": "16:00", "priority": 10, "ships": true}""";

    private static final String LOCATION = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "code": "HZ-DC", "name": "Hangzhou warehouse", "kind": "own",
             "nodeId": "01a202ba-5c3d-7000-b3c3-862ecc38fd00",
             "address": {"country": "CN", "region": "330106", "province": "浙江省", "city": "杭州市", "district": "西湖区",
              "street": "199 Wensan Road", "postalCode": "310012", "phone": ""},
             "timeZone": "Asia/Shanghai", "cutOff": "16:00", "priority": 10, "ships": true, "active": true, "version": 0}""";

    private final Locations locations;

    LocationsApi(Locations locations) {
        this.locations = locations;
    }

    record Address(
            String country,
            String region,
            String province,
            String city,
            String district,
            String street,
            String postalCode,
            String phone) {}

    record Location(
            UUID id,
            String code,
            String name,
            String kind,
            UUID nodeId,
            Address address,
            String timeZone,
            @Nullable String cutOff,
            int priority,
            boolean ships,
            boolean active,
            long version)
            implements Versioned {}

    record AddressBody(
            @Pattern(regexp = "[A-Z]{2}") String country,
            @Nullable @Size(max = 100) String region,
            @Nullable @Size(max = 100) String province,
            @Nullable @Size(max = 100) String city,
            @Nullable @Size(max = 100) String district,
            @Nullable @Size(max = 300) String street,
            @Nullable @Size(max = 20) String postalCode,

            @Nullable @Size(max = 50) @Pattern(regexp = LocationForm.PHONE) String phone) {}

    record LocationBody(
            @NotBlank @Size(max = 50) @Pattern(regexp = LocationForm.CODE) String code,

            @NotBlank @Size(max = 100) String name,
            @Pattern(regexp = LocationForm.KINDS) String kind,
            UUID nodeId,
            @Valid AddressBody address,
            @NotBlank @Size(max = 50) String timeZone,
            @Nullable @Pattern(regexp = LocationForm.TIME) String cutOff,
            @Min(1) @Max(999) int priority,
            boolean ships) {

        LocationDetails details() {
            return new LocationDetails(
                    code.strip(),
                    name.strip(),
                    LocationKind.of(kind).orElseThrow(),
                    nodeId,
                    new LocationAddress(
                            address.country(),
                            text(address.region()),
                            text(address.province()),
                            text(address.city()),
                            text(address.district()),
                            text(address.street()),
                            text(address.postalCode()),
                            text(address.phone())),
                    timeZone,
                    cutOff == null || cutOff.isEmpty() ? null : LocalTime.parse(cutOff),
                    priority,
                    ships);
        }

        private static String text(@Nullable String text) {
            return text == null ? "" : text.strip();
        }
    }

    private static Location shown(LocationView l) {
        LocationDetails d = l.details();
        LocationAddress a = d.address();
        LocalTime cutOff = d.cutOff();
        return new Location(
                l.id(),
                d.code(),
                d.name(),
                d.kind().code(),
                d.nodeId(),
                new Address(
                        a.country(),
                        a.region(),
                        a.province(),
                        a.city(),
                        a.district(),
                        a.street(),
                        a.postalCode(),
                        a.phone()),
                d.timeZone(),
                cutOff == null ? null : cutOff.toString(),
                d.priority(),
                d.ships(),
                l.active(),
                l.version());
    }

    @ApiOperation(
            value = "List locations",
            details =
                    "By code, unless `sort` says otherwise. `q` is a part of code, name or address; `state` is `open` or `closed`.",
            scope = Permission.STOCK_VIEW,
            answer = LOCATION)
    @GetMapping
    ApiPage<Location> list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") @OneOf({"own", "maker", "dealer", "outlet"}) String kind,
            @RequestParam(required = false) @Nullable UUID nodeId,
            @RequestParam(defaultValue = "") @OneOf({"open", "closed"}) String state,
            @RequestParam(defaultValue = "code") @OneOf({"code", "-code", "name", "-name"}) String sort,
            Paging page) {
        var query = new LocationsPage.Query(q, kind, nodeId, state, sort);
        return ApiPage.of(locations.find(query.filter(), page.cursor(), page.limit()), LocationsApi::shown);
    }

    @ApiOperation(value = "Read a location", scope = Permission.STOCK_VIEW, answer = LOCATION)
    @GetMapping("/{id}")
    Location get(@PathVariable UUID id) {
        return shown(locations.location(id));
    }

    @ApiOperation(
            value = "Add a location",
            details =
                    "In China `region` is the code of the district by GB/T 2260; province, city and district are named by it.",
            scope = Permission.LOCATIONS_MANAGE,
            body = BODY,
            answer = LOCATION)
    @PostMapping
    ResponseEntity<Location> add(@RequestBody LocationBody body) {
        UUID id = locations.add(body.details());
        return ResponseEntity.created(URI.create("/api/v1/locations/" + id)).body(get(id));
    }

    @ApiOperation(value = "Change a location", scope = Permission.LOCATIONS_MANAGE, body = BODY, answer = LOCATION)
    @PutMapping("/{id}")
    Location change(@PathVariable UUID id, @IfMatch long version, @RequestBody LocationBody body) {
        locations.change(id, version, body.details());
        return get(id);
    }

    @ApiOperation(
            value = "Close a location",
            details =
                    "Nothing is taken in any more, no order ships from it, and no channel promises what it holds; that can be"
                            + " counted and sent away. 409 while it holds units for orders or units are on their way to it.",
            scope = Permission.LOCATIONS_MANAGE,
            answer = LOCATION)
    @PostMapping("/{id}/close")
    Location close(@PathVariable UUID id) {
        locations.setActive(id, false);
        return get(id);
    }

    @ApiOperation(value = "Open a location again", scope = Permission.LOCATIONS_MANAGE, answer = LOCATION)
    @PostMapping("/{id}/open")
    Location open(@PathVariable UUID id) {
        locations.setActive(id, true);
        return get(id);
    }

    @ApiOperation(value = "Delete a location that never held anything", scope = Permission.LOCATIONS_MANAGE)
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable UUID id) {
        locations.delete(id);
    }
}
