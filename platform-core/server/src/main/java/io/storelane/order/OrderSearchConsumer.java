package io.storelane.order;

import io.storelane.event.Event;
import io.storelane.event.EventConsumer;
import io.storelane.search.Search;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Keeps the text by which orders are found: soon after each change. That of a new order is stored with it. */
@Component
class OrderSearchConsumer implements EventConsumer {

    private static final String PLACED = "order.placed";

    private static final int SEGMENTS = 2;

    private final OrderSearchTexts texts;
    private final Search search;

    OrderSearchConsumer(OrderSearchTexts texts, Search search) {
        this.texts = texts;
        this.search = search;
    }

    @Override
    public String name() {
        return "order-search";
    }

    @Override
    public Set<String> types() {
        return Set.of(PLACED, "order.edited", "order.tagged", "order.line_matched");
    }

    @Override
    public boolean isPatient(String type) {
        return type.equals(PLACED);
    }

    @Override
    public void handle(Event event) {
        handleAll(List.of(event));
    }

    @Override
    public void handleAll(List<Event> events) {
        texts.index(events.stream()
                .filter(e -> !e.type().equals(PLACED))
                .map(Event::aggregateId)
                .distinct()
                .toList());
        // a turn brings no more than fit; what an update of the product left for later is taken two thousand at a time
        for (int segment = 0; segment < SEGMENTS && search.gather(); segment++) {}
    }
}
