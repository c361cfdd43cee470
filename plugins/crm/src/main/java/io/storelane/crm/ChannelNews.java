package io.storelane.crm;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.HostEvent;
import io.storelane.plugin.api.HostEventListener;
import java.util.Set;
import org.pf4j.Extension;

/** Learns what channels are called. */
@Extension
public class ChannelNews implements HostEventListener {

    private final Projection projection;

    public ChannelNews(Projection projection) {
        this.projection = projection;
    }

    @Override
    public Set<String> types() {
        return Set.of("channel.added", "channel.changed");
    }

    @Override
    public void on(CallContext context, HostEvent event) {
        projection.channelCode(
                event.objectId(), event.payload().getOrDefault("code", "").toString());
    }
}
