package io.storelane.fulfilment.web;

import io.storelane.access.Permission;
import io.storelane.fulfilment.Tracking;
import io.storelane.web.WebProperties;
import io.storelane.web.api.ApiOperation;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Links by which shoppers follow a parcel. */
@RestController
@RequestMapping("/api/v1/fulfilments/{id}/parcels/{parcel}/links")
class TrackingApi {

    private final Tracking tracking;
    private final WebProperties web;

    TrackingApi(Tracking tracking, WebProperties web) {
        this.tracking = tracking;
        this.web = web;
    }

    record TrackingLink(String url, Instant expiresAt) {}

    @ApiOperation(
            value = "Make a tracking link",
            details =
                    "A page for the shopper, in the language of the browser, without signing in: carrier, number, state, goods and city, no"
                            + " name and no street. The link cannot be guessed and works for 90 days. It is answered once and kept as a hash;"
                            + " ten links of a parcel work at once, of more the oldest end.",
            scope = Permission.FULFILMENT_VIEW,
            answer = """
                    {"url": "https://shop.example.com/t/3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "expiresAt": "2027-02-21T04:00:00Z"}""")
    @PostMapping
    ResponseEntity<TrackingLink> make(@PathVariable UUID id, @PathVariable UUID parcel) {
        Tracking.Link link = tracking.link(id, parcel);
        String url = web.publicUrl() + "/t/" + link.token();
        return ResponseEntity.created(URI.create(url)).body(new TrackingLink(url, link.expiresAt()));
    }

    @ApiOperation(value = "Take the tracking links of a parcel back", scope = Permission.FULFILMENT_MANAGE)
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void withdraw(@PathVariable UUID id, @PathVariable UUID parcel) {
        tracking.withdraw(id, parcel);
    }
}
