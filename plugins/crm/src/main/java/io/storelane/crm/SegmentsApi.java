package io.storelane.crm;

import io.storelane.plugin.api.ApiController;
import io.storelane.plugin.api.ApiOperation;
import io.storelane.plugin.api.ApiPage;
import io.storelane.plugin.api.ApiPaging;
import io.storelane.plugin.api.RequiresPermission;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code /api/v1/p/crm/segments}. */
@RestController
@ApiController
@RequestMapping("/segments")
@RequiresPermission("crm.view")
class SegmentsApi {

    private final Segments segments;

    SegmentsApi(Segments segments) {
        this.segments = segments;
    }

    record Segment(UUID id, String name, long version) {}

    record Customer(
            UUID id,
            String name,
            String kind,
            String city,
            long orders,
            @Nullable Instant lastOrderAt,
            Instant activeAt,
            List<String> tags) {

        private static Customer of(Profiles.Line line) {
            return new Customer(
                    line.id(),
                    line.name(),
                    line.kind(),
                    line.city(),
                    line.orders(),
                    line.lastOrderAt(),
                    line.activeAt(),
                    line.tags());
        }
    }

    @ApiOperation(value = "List segments", details = "By name.", answer = """
                    {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "name": "Regulars", "version": 3}""")
    @GetMapping
    ApiPage<Segment> list(ApiPaging page) {
        UUID after = null;
        if (!page.after().isEmpty()) {
            after = segments.find(id(page.after())).map(Segments.Segment::id).orElseThrow(SegmentsApi::noPlace);
        }
        return ApiPage.of(
                segments.after(after, page.limit() + 1).stream()
                        .map(s -> new Segment(s.id(), s.name(), s.version()))
                        .toList(),
                page,
                s -> s.id().toString());
    }

    @ApiOperation(
            value = "List the customers of a segment",
            details =
                    "Those of this moment, the latest active first. A customer who becomes active meanwhile may be missed or come twice.",
            answer = """
                    {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fd01", "name": "Lin Xiao", "kind": "person", "city": "Hangzhou", "orders": 12,
                     "lastOrderAt": "2026-11-22T08:00:00Z", "activeAt": "2026-11-22T08:00:00Z", "tags": ["VIP"]}""")
    @GetMapping("/{id}/customers")
    ApiPage<Customer> customers(@PathVariable UUID id, ApiPaging page) {
        Segments.Segment segment = segments.find(id)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such segment."));
        Profiles.Place after = Profiles.Place.of(page.after());
        if (after == null && !page.after().isEmpty()) {
            throw noPlace();
        }
        List<Customer> customers = segments.members(segment.rule(), after, page.limit() + 1).stream()
                .map(Customer::of)
                .toList();
        return ApiPage.of(customers, page, c -> new Profiles.Place(c.activeAt(), c.id()).toString());
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            throw noPlace();
        }
    }

    private static ResponseStatusException noPlace() {
        return new ResponseStatusException(
                HttpStatus.BAD_REQUEST, "after is no place of this list: send next of the page before.");
    }
}
