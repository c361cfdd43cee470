package org.example.mirror;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.InboundHook;
import io.storelane.plugin.api.Settings;
import org.pf4j.Extension;

@Extension
public class Called implements InboundHook {

    private final Sights sights;
    private final Settings settings;

    public Called(Sights sights, Settings settings) {
        this.sights = sights;
        this.settings = settings;
    }

    @Override
    public void take(CallContext context, Received received) throws Rejected {
        if (received.text().equals("wrong")) {
            throw new Rejected("a wrong signature");
        }
        if (received.text().equals("later") && settings.value("takes").isEmpty()) {
            throw new IllegalStateException("not yet");
        }
        sights.see(
                "call",
                received.id(),
                received.text() + "|" + received.query() + "|" + received.header("X-Signature").orElse("none"),
                0);
    }
}
