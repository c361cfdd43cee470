package org.example.points;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.NotificationSender;
import java.util.Optional;
import org.pf4j.Extension;

/** What it carries stands in the ledger. */
@Extension
public class Pigeon implements NotificationSender {

    private final Ledger ledger;

    public Pigeon(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String name() {
        return "pigeon";
    }

    @Override
    public String labelKey() {
        return "pigeon.way";
    }

    @Override
    public Optional<String> send(CallContext context, Message message) throws Exception {
        if (ledger.of("behaviour pigeon").orElse(0L) == 3) {
            return Optional.of("pigeon.nowhere");
        }
        Behaviour.of(ledger, "pigeon");
        ledger.put(
                "pigeon " + message.email() + " " + message.locale() + " " + message.kind() + ": " + message.text() + " " + message.link(),
                1,
                message.at());
        return Optional.empty();
    }
}
