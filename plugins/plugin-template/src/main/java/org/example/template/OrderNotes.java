package org.example.template;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.HostEvent;
import io.storelane.plugin.api.HostEventListener;
import java.util.Set;
import org.pf4j.Extension;

/** A note for each order that is cancelled. */
@Extension
public class OrderNotes implements HostEventListener {
    private final NoteRepository notes;

    public OrderNotes(NoteRepository notes) {
        this.notes = notes;
    }

    @Override
    public Set<String> types() {
        return Set.of("order.cancelled");
    }

    /** May be called twice for one event: the event's id is the note's. */
    @Override
    public void on(CallContext context, HostEvent event) {
        notes.writeOnce(event.id(), "Cancelled: " + event.payload().getOrDefault("number", event.objectId()));
    }
}
