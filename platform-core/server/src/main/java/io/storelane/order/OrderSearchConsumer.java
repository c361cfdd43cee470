package io.storelane.order;

import io.storelane.event.Event;
import io.storelane.event.EventConsumer;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Keeps the text by which orders are found: soon after each change, so that taking orders in stays short. */
@Component
class OrderSearchConsumer implements EventConsumer {

    private final OrderSearchTexts texts;

    OrderSearchConsumer(OrderSearchTexts texts) {
        this.texts = texts;
    }

    @Override
    public String name() {
        return "order-search";
    }

    @Override
    public Set<String> types() {
        return Set.of("order.placed", "order.edited", "order.tagged", "order.line_matched");
    }

    @Override
    public void handle(Event event) {
        handleAll(List.of(event));
    }

    @Override
    public void handleAll(List<Event> events) {
        texts.index(events.stream().map(Event::aggregateId).distinct().toList());
    }
}
