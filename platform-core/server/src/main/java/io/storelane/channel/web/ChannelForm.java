package io.storelane.channel.web;

import io.storelane.channel.Channel;
import io.storelane.channel.ChannelDetails;
import io.storelane.channel.ChannelKind;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.UUID;

/** A channel as typed. */
record ChannelForm(
        @NotBlank @Size(max = 40) String code,
        @NotBlank @Size(max = 100) String name,
        String kind,
        @NotNull UUID nodeId,
        String currency,
        Boolean taxIncluded,
        @NotNull @Min(0) @Max(1_000_000) Long stockBuffer,
        Long version) {

    // what a form does not send is no fault of its own
    ChannelForm {
        taxIncluded = taxIncluded != null && taxIncluded;
        version = version == null ? 0L : version;
    }

    static ChannelForm empty(UUID node, String currency) {
        return new ChannelForm("", "", ChannelKind.STORE.code(), node, currency, true, 0L, 0L);
    }

    static ChannelForm of(Channel c) {
        return new ChannelForm(
                c.code(), c.name(), c.kind(), c.nodeId(), c.currency(), c.taxIncluded(), c.stockBuffer(), c.version());
    }

    ChannelDetails details() {
        return new ChannelDetails(code, name, ChannelKind.of(kind), nodeId, currency, taxIncluded, stockBuffer);
    }
}
