package io.storelane.channelvendure;

import io.storelane.plugin.api.channel.Account;
import io.storelane.plugin.api.channel.ChannelFault;
import io.storelane.plugin.api.channel.Shipment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Tells a shop of parcels: each becomes one fulfilment, also where the answer to an earlier try was lost. */
@Component
class Parcels {

    private static final String CREATE = """
            mutation ($input: FulfillOrderInput!) {
              addFulfillmentToOrder(input: $input) {
                __typename
                ... on Fulfillment { id state }
                ... on ErrorResult { errorCode message }
              }
            }""";

    private static final String MOVE = """
            mutation ($id: ID!, $state: String!) {
              transitionFulfillmentToState(id: $id, state: $state) {
                __typename
                ... on Fulfillment { id state }
                ... on ErrorResult { errorCode message }
                ... on FulfillmentStateTransitionError { transitionError }
              }
            }""";

    private static final String HANDLER = "manual-fulfillment";
    private static final Set<String> ON_THE_WAY = Set.of("Shipped", "Delivered");

    private final Wire wire;
    private final Orders orders;
    private final Memory memory;

    Parcels(Wire wire, Orders orders, Memory memory) {
        this.wire = wire;
        this.orders = orders;
        this.memory = memory;
    }

    void tell(Account account, Shipment shipment) throws ChannelFault, Wire.Unanswered {
        JsonNode order = orders.whole(account, shipment.order())
                .orElseThrow(() -> ChannelFault.refused("vendure.parcel.order", shipment.order()));
        Map<UUID, String> told = memory.parcels(account.id(), shipment.order());
        String id = told.get(shipment.id());
        if (id == null) {
            id = lost(order, shipment, Set.copyOf(told.values())).orElse(null);
            if (id == null) {
                id = create(account, order, shipment);
            }
            memory.told(account.id(), shipment.id(), shipment.order(), id);
        }
        send(account, id, state(order, id));
    }

    /** A fulfilment that is just this parcel and no other parcel's: it was made, but the answer never came. */
    private static Optional<String> lost(JsonNode order, Shipment shipment, Set<String> others) {
        Map<String, String> skus = skus(order);
        return order.path("fulfillments")
                .valueStream()
                .filter(f -> !f.path("state").asString("").equals("Cancelled"))
                .filter(f -> !others.contains(f.path("id").asString()))
                .filter(f -> f.path("trackingCode")
                        .asString("")
                        .strip()
                        .equals(shipment.tracking().strip()))
                .filter(f -> units(f, skus).equals(shipment.units()))
                .map(f -> f.path("id").asString())
                .findFirst();
    }

    private static Map<String, String> skus(JsonNode order) {
        Map<String, String> skus = new HashMap<>();
        order.path("lines")
                .forEach(line -> skus.put(
                        line.path("id").asString(),
                        line.path("productVariant").path("sku").asString("")));
        return skus;
    }

    private static Map<String, Long> units(JsonNode fulfilment, Map<String, String> skus) {
        Map<String, Long> units = new HashMap<>();
        fulfilment
                .path("lines")
                .forEach(line -> units.merge(
                        skus.getOrDefault(line.path("orderLineId").asString(), ""),
                        line.path("quantity").asLong(0),
                        Long::sum));
        return units;
    }

    private String create(Account account, JsonNode order, Shipment shipment) throws ChannelFault, Wire.Unanswered {
        String carrier = shipment.carrier().isBlank() ? "-" : shipment.carrier();
        Map<String, ?> handler = Map.of(
                "code",
                HANDLER,
                "arguments",
                List.of(
                        Map.of("name", "method", "value", carrier),
                        Map.of("name", "trackingCode", "value", shipment.tracking())));
        JsonNode made = wire.ask(
                        account, CREATE, Map.of("input", Map.of("lines", lines(order, shipment), "handler", handler)))
                .path("addFulfillmentToOrder");
        if (!made.path("__typename").asString("").equals("Fulfillment")) {
            throw ChannelFault.refused(
                    "vendure.parcel.refused",
                    shipment.order(),
                    made.path("message").asString("?"));
        }
        return made.path("id").asString();
    }

    /** Lines of the order that the units are of, as far as they are open. */
    private static List<Map<String, ?>> lines(JsonNode order, Shipment shipment) throws ChannelFault {
        Map<String, Long> open = open(order);
        Map<String, String> skus = skus(order);
        List<Map<String, ?>> lines = new ArrayList<>();
        for (Map.Entry<String, Long> wanted : shipment.units().entrySet()) {
            long missing = wanted.getValue();
            for (Map.Entry<String, Long> line : open.entrySet()) {
                long taken = wanted.getKey().equals(skus.get(line.getKey())) ? Math.min(missing, line.getValue()) : 0;
                if (taken > 0) {
                    lines.add(Map.of("orderLineId", line.getKey(), "quantity", taken));
                    missing -= taken;
                }
            }
            if (missing > 0) {
                throw ChannelFault.refused("vendure.parcel.units", shipment.order(), wanted.getKey());
            }
        }
        return lines;
    }

    /** Units of each line that are in no fulfilment yet. */
    private static Map<String, Long> open(JsonNode order) {
        Map<String, Long> open = new LinkedHashMap<>();
        order.path("lines")
                .forEach(line -> open.put(
                        line.path("id").asString(), line.path("quantity").asLong(0)));
        for (JsonNode fulfilment : order.path("fulfillments")) {
            if (!fulfilment.path("state").asString("").equals("Cancelled")) {
                fulfilment
                        .path("lines")
                        .forEach(line -> open.computeIfPresent(
                                line.path("orderLineId").asString(),
                                (_, left) -> left - line.path("quantity").asLong(0)));
            }
        }
        return open;
    }

    private static String state(JsonNode order, String id) {
        return order.path("fulfillments")
                .valueStream()
                .filter(f -> f.path("id").asString().equals(id))
                .map(f -> f.path("state").asString(""))
                .findFirst()
                .orElse("Pending");
    }

    private void send(Account account, String id, String state) throws ChannelFault, Wire.Unanswered {
        if (ON_THE_WAY.contains(state) || state.equals("Cancelled")) {
            return; // it is there already, or people of the shop have called it off
        }
        if (state.equals("Created")) {
            move(account, id, "Pending");
        }
        move(account, id, "Shipped");
    }

    private void move(Account account, String id, String state) throws ChannelFault, Wire.Unanswered {
        JsonNode moved =
                wire.ask(account, MOVE, Map.of("id", id, "state", state)).path("transitionFulfillmentToState");
        if (!moved.path("__typename").asString("").equals("Fulfillment")) {
            throw ChannelFault.refused(
                    "vendure.parcel.state",
                    id,
                    moved.path("transitionError").asString(moved.path("message").asString("?")));
        }
    }
}
