package org.example.loyalty;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.HostEvent;
import io.storelane.plugin.api.HostEventListener;
import java.util.Set;
import org.pf4j.Extension;

@Extension
public class Hearing implements HostEventListener {

    private final Cards cards;

    public Hearing(Cards cards) {
        this.cards = cards;
    }

    @Override
    public Set<String> types() {
        return Set.of("node.added");
    }

    @Override
    public void on(CallContext context, HostEvent event) throws InterruptedException {
        String name = String.valueOf(event.payload().get("name"));
        if (name.startsWith("fails")) {
            throw new IllegalStateException(name);
        }
        if (name.startsWith("hangs")) {
            Thread.sleep(60_000);
        }
        cards.add("heard " + name);
    }
}
