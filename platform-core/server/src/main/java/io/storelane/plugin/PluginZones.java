package io.storelane.plugin;

import io.storelane.metric.Localities;
import io.storelane.tenancy.Kept;
import io.storelane.tenancy.Stamps;
import java.time.ZoneId;
import org.springframework.stereotype.Component;

/** In which zone the workspace of the scope counts its days: asked with each call to a plugin. */
@Component
class PluginZones {

    private static final int KEPT = 10_000;

    private final Localities localities;
    private final Kept<String, ZoneId> kept;

    PluginZones(Localities localities, Stamps stamps) {
        this.localities = localities;
        this.kept = stamps.keep(KEPT);
    }

    ZoneId current() {
        return kept.get("zone", () -> localities.current().zone());
    }
}
