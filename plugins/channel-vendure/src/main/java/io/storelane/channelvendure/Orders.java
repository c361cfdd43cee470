package io.storelane.channelvendure;

import io.storelane.plugin.api.channel.Account;
import io.storelane.plugin.api.channel.ChannelFault;
import io.storelane.plugin.api.channel.ChannelOrder;
import io.storelane.plugin.api.channel.OrderPage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Orders of a shop, as its admin API lists them. The time at which an order changed does not tell when it was placed or paid: so new ones are
 * read by the time at which they were placed, those that were called off then by the time of that change, and those that were placed
 * before they were paid are remembered and looked at.
 */
@Component
class Orders {

    private static final int PAGE = 50;
    private static final int LOOKED_AT = 100;

    private static final String LIST =
            "query ($options: OrderListOptions) { orders(options: $options) { items { ...Whole } } }\n"
                    + ShopOrder.FIELDS;

    private static final String SHORT = "query ($options: OrderListOptions) {"
            + " orders(options: $options) { items { id code state type orderPlacedAt updatedAt } } }";

    private static final String ONE = "query ($id: ID!) { order(id: $id) { ...Whole } }\n" + ShopOrder.FIELDS;

    private final Wire wire;
    private final Memory memory;

    Orders(Wire wire, Memory memory) {
        this.wire = wire;
        this.memory = memory;
    }

    /** What a page is made of. */
    private record Page(List<ChannelOrder> orders, Place end, boolean more) {}

    /** A page of those that are new, paid or called off. */
    OrderPage page(Account account, String cursor, Instant now) throws ChannelFault, Wire.Unanswered {
        Progress from = Progress.of(cursor);
        memory.stored(account.id(), from.turn());
        Page placed = page(account, from.placed(), "orderPlacedAt", Map.of("notIn", passed()), now);
        Page cancelled = page(account, from.cancelled(), "updatedAt", Map.of("eq", ShopOrder.CALLED_OFF), now);
        List<ChannelOrder> orders = new ArrayList<>(placed.orders());
        orders.addAll(paid(account, from.turn(), now));
        orders.addAll(cancelled.orders()); // last: of one that is in both lists it is what holds
        return OrderPage.of(
                orders,
                new Progress(placed.end(), cancelled.end(), from.turn() + 1).cursor(),
                placed.more() || cancelled.more());
    }

    private static List<String> passed() {
        List<String> passed = new ArrayList<>(ShopOrder.GONE);
        passed.add(ShopOrder.CALLED_OFF);
        return passed;
    }

    private Page page(Account account, Place place, String time, Map<String, ?> states, Instant now)
            throws ChannelFault, Wire.Unanswered {
        Map<String, ?> options = Map.of(
                "options",
                Map.of(
                        "take",
                        PAGE,
                        "skip",
                        place.skip(),
                        "sort",
                        Map.of(time, "ASC"),
                        "filter",
                        Map.of(
                                time,
                                Map.of("after", place.after().toString()),
                                "active",
                                Map.of("eq", false),
                                "state",
                                states)));
        JsonNode items;
        try {
            items = items(wire.ask(account, LIST, options));
        } catch (Wire.Unanswered _) {
            // one of them cannot be read, and takes the others with it: they are read one by one
            items = items(wire.ask(account, SHORT, options));
        }
        List<Instant> times = new ArrayList<>();
        List<ChannelOrder> orders = new ArrayList<>();
        List<String> waiting = new ArrayList<>();
        for (JsonNode item : items) {
            ShopOrder order = new ShopOrder(item);
            times.add(order.time(time));
            if (order.waits()) {
                waiting.add(order.id());
            } else {
                taken(account, order).ifPresent(orders::add);
            }
        }
        if (!waiting.isEmpty()) {
            memory.await(account.id(), waiting, now);
        }
        boolean more = times.size() == PAGE;
        return new Page(orders, more ? place.within(times, now) : place.end(times, now), more);
    }

    /** Of those that waited, some that do so no longer. */
    private List<ChannelOrder> paid(Account account, long turn, Instant now) throws ChannelFault, Wire.Unanswered {
        List<String> waiting = memory.waiting(account.id(), LOOKED_AT);
        if (waiting.isEmpty()) {
            return List.of();
        }
        List<ChannelOrder> orders = new ArrayList<>();
        List<String> brought = new ArrayList<>(waiting);
        for (JsonNode item : items(wire.ask(
                account,
                SHORT,
                Map.of("options", Map.of("take", LOOKED_AT, "filter", Map.of("id", Map.of("in", waiting))))))) {
            ShopOrder order = new ShopOrder(item);
            if (order.waits()) {
                brought.remove(order.id());
            } else if (!order.state().equals(ShopOrder.CALLED_OFF)) {
                taken(account, order).ifPresent(orders::add);
            }
        }
        memory.looked(account.id(), waiting, brought, turn, now);
        return orders;
    }

    private static JsonNode items(JsonNode data) {
        return data.path("orders").path("items");
    }

    /** Of one that is to be done, or called off; where only its outline was listed, it is read first. */
    private Optional<ChannelOrder> taken(Account account, ShopOrder order) throws ChannelFault {
        try {
            return order.isWhole() ? judged(account, order) : judged(account, new ShopOrder(one(account, order.id())));
        } catch (Wire.Unanswered e) {
            return Optional.of(ChannelOrder.unreadable(
                    order.code(),
                    ChannelFault.refused("vendure.order.broken", order.code(), String.valueOf(e.getMessage()))));
        }
    }

    private Optional<ChannelOrder> judged(Account account, ShopOrder order) {
        if (!order.concerns()) {
            return Optional.empty();
        }
        if (!order.state().equals("PartiallyShipped")) {
            return Optional.of(order.read(account.channel()));
        }
        Set<String> ours = Set.copyOf(memory.parcels(account.id(), order.code()).values());
        return ours.containsAll(order.fulfilments())
                ? Optional.empty()
                : Optional.of(ChannelOrder.unreadable(
                        order.code(), ChannelFault.refused("vendure.order.partly", order.code())));
    }

    private JsonNode one(Account account, String id) throws ChannelFault, Wire.Unanswered {
        return wire.ask(account, ONE, Map.of("id", id)).path("order");
    }

    /** One by its number, however it stands. */
    Optional<ChannelOrder> find(Account account, String number) throws ChannelFault, Wire.Unanswered {
        Optional<JsonNode> found = whole(account, number);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        ShopOrder order = new ShopOrder(found.get());
        return Optional.of(judged(account, order)
                .orElseGet(() -> ChannelOrder.unreadable(
                        number, ChannelFault.refused("vendure.order.state", number, order.state()))));
    }

    /** All that the shop knows of an order; empty if it has none of this number. */
    Optional<JsonNode> whole(Account account, String number) throws ChannelFault, Wire.Unanswered {
        JsonNode found = items(wire.ask(
                account, SHORT, Map.of("options", Map.of("take", 1, "filter", Map.of("code", Map.of("eq", number))))));
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(one(account, found.path(0).path("id").asString()));
    }
}
