package io.storelane.channel.web;

import io.storelane.access.Permission;
import io.storelane.channel.ChannelDetails;
import io.storelane.channel.ChannelKind;
import io.storelane.channel.Channels;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.IfMatch;
import io.storelane.web.api.OneOf;
import io.storelane.web.api.Versioned;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Sales channels. */
@RestController
@RequestMapping("/api/v1/channels")
class ChannelsApi {

    private static final String CHANNEL = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "code": "west-lake", "name": "West Lake store", "kind": "store",
             "nodeId": "01a202ba-5c3d-7000-b3c3-862ecc38fd00", "currency": "CNY", "taxIncluded": true, "stockBuffer": 0,
             "active": true, "version": 0}""";

    private static final String BODY = """
            {"code": "west-lake", "name": "West Lake store", "kind": "store",
             "nodeId": "01a202ba-5c3d-7000-b3c3-862ecc38fd00", "currency": "CNY"}""";

    private final Channels channels;

    ChannelsApi(Channels channels) {
        this.channels = channels;
    }

    record Channel(
            UUID id,
            String code,
            String name,
            String kind,
            UUID nodeId,
            String currency,
            boolean taxIncluded,
            long stockBuffer,
            boolean active,
            long version)
            implements Versioned {

        static Channel of(io.storelane.channel.Channel c) {
            return new Channel(
                    c.id(),
                    c.code(),
                    c.name(),
                    c.kind(),
                    c.nodeId(),
                    c.currency(),
                    c.taxIncluded(),
                    c.stockBuffer(),
                    c.active(),
                    c.version());
        }
    }

    record ChannelBody(
            @NotBlank @Size(max = 40) String code,
            @NotBlank @Size(max = 100) String name,
            String kind,
            UUID nodeId,
            String currency,
            @Nullable Boolean taxIncluded,
            @Nullable Long stockBuffer) {

        ChannelDetails details() {
            return new ChannelDetails(
                    code,
                    name,
                    ChannelKind.of(kind),
                    nodeId,
                    currency,
                    taxIncluded == null || taxIncluded,
                    stockBuffer == null ? 0 : stockBuffer);
        }
    }

    @ApiOperation(
            value = "List sales channels",
            details =
                    "Those at, below and above the place of the key, by name. `q` is a part of name or code; `state` is `open` or `closed`.",
            scope = Permission.PRODUCTS_VIEW,
            answer = CHANNEL)
    @GetMapping
    ApiPage<Channel> list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") @OneOf({"direct", "store", "marketplace", "api"}) String kind,
            @RequestParam(defaultValue = "") @OneOf({"open", "closed"}) String state,
            @RequestParam(defaultValue = "name") @OneOf({"name", "-name", "code", "-code"}) String sort) {
        var filter = new Channels.Filter(q.strip(), kind, state, sort);
        return ApiPage.whole(channels.find(filter, "", Channels.MOST).rows().stream()
                .map(Channel::of)
                .toList());
    }

    @ApiOperation(value = "Read a sales channel", scope = Permission.PRODUCTS_VIEW, answer = CHANNEL)
    @GetMapping("/{id}")
    Channel get(@PathVariable UUID id) {
        return Channel.of(channels.channel(id));
    }

    @ApiOperation(
            value = "Add a sales channel",
            details =
                    "`stockBuffer` lowers what the channel promises and publishes of each SKU; it refuses no order. Orders are filled"
                            + " from all locations of the workspace that ship; `nodeId` ranks them.",
            scope = Permission.CHANNELS_MANAGE,
            body = BODY,
            answer = CHANNEL)
    @PostMapping
    ResponseEntity<Channel> add(@RequestBody ChannelBody body) {
        UUID id = channels.add(body.details());
        return ResponseEntity.created(URI.create("/api/v1/channels/" + id)).body(get(id));
    }

    @ApiOperation(
            value = "Change a sales channel",
            details = "Its currency stays.",
            scope = Permission.CHANNELS_MANAGE,
            body = BODY,
            answer = CHANNEL)
    @PutMapping("/{id}")
    Channel change(@PathVariable UUID id, @IfMatch long version, @RequestBody ChannelBody body) {
        channels.change(id, version, body.details());
        return get(id);
    }

    @ApiOperation(
            value = "Close a sales channel",
            details = "It takes no new orders.",
            scope = Permission.CHANNELS_MANAGE,
            answer = CHANNEL)
    @PostMapping("/{id}/close")
    Channel close(@PathVariable UUID id) {
        channels.setActive(id, false);
        return get(id);
    }

    @ApiOperation(value = "Open a sales channel again", scope = Permission.CHANNELS_MANAGE, answer = CHANNEL)
    @PostMapping("/{id}/open")
    Channel open(@PathVariable UUID id) {
        channels.setActive(id, true);
        return get(id);
    }
}
