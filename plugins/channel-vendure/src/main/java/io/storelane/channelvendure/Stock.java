package io.storelane.channelvendure;

import io.storelane.plugin.api.channel.Account;
import io.storelane.plugin.api.channel.ChannelFault;
import io.storelane.plugin.api.channel.StockLevel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Stock of a shop. A shop sells what it has on hand less what its own open orders hold, and those are held back here too: so it is told
 * what is free here plus what its orders hold there. When one of them leaves, both numbers fall there, and what it may sell stays.
 */
@Component
class Stock {

    private static final int ASKED = 100;
    private static final int TOLD = 50;
    private static final int WAITING = 100;
    private static final Duration REST = Duration.ofMinutes(10);
    private static final String SELECTED = "id sku stockLevels { stockLocationId stockOnHand stockAllocated }";

    private static final String VARIANTS = "query ($options: ProductVariantListOptions) {"
            + " productVariants(options: $options) { items { " + SELECTED + " } } }";

    private static final String LOCATIONS =
            "query { stockLocations(options: {take: 100, sort: {createdAt: ASC}}) { items { id name } } }";

    private static final String HELD = "query ($options: OrderListOptions) {"
            + " orders(options: $options) { items { lines { quantity productVariant { id } } } } }";

    private static final String CHANGE =
            "mutation ($input: [UpdateProductVariantInput!]!) {" + " updateProductVariants(input: $input) { id } }";

    private final Wire wire;
    private final Memory memory;

    Stock(Wire wire, Memory memory) {
        this.wire = wire;
        this.memory = memory;
    }

    /**
     * Which location is told: the one that was named, else the first, which is the shop's own default.
     *
     * @throws ChannelFault if there is none
     */
    String location(Account account) throws ChannelFault, Wire.Unanswered {
        String name = Access.of(account).location();
        for (JsonNode location :
                wire.ask(account, LOCATIONS, Map.of()).path("stockLocations").path("items")) {
            if (name.isEmpty() || location.path("name").asString("").strip().equalsIgnoreCase(name)) {
                return location.path("id").asString();
            }
        }
        throw ChannelFault.later(REST, "vendure.fault.location", name);
    }

    /** @return by SKU what the shop did not take */
    Map<String, ChannelFault> tell(Account account, List<StockLevel> levels) throws ChannelFault, Wire.Unanswered {
        String location = location(account);
        Map<String, Long> unpaid = unpaid(account);
        Map<String, List<JsonNode>> found =
                variants(account, "sku", levels.stream().map(StockLevel::sku).toList());
        Map<String, ChannelFault> faults = new LinkedHashMap<>();
        Map<String, String> sold = new LinkedHashMap<>();
        List<Map<String, ?>> changes = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (StockLevel level : levels) {
            List<JsonNode> variants = found.getOrDefault(level.sku(), List.of());
            if (variants.size() > 1) {
                faults.put(level.sku(), ChannelFault.refused("vendure.stock.twice", level.sku()));
            } else if (variants.isEmpty()) {
                missing.add(level.sku());
            } else {
                JsonNode variant = variants.getFirst();
                String id = variant.path("id").asString();
                sold.put(level.sku(), id);
                change(variant, location, level.units(), unpaid.getOrDefault(id, 0L), changes);
            }
        }
        for (int from = 0; from < changes.size(); from += TOLD) {
            wire.ask(account, CHANGE, Map.of("input", changes.subList(from, Math.min(from + TOLD, changes.size()))));
        }
        memory.list(account.id(), sold);
        faults.putAll(gone(account, missing));
        return faults;
    }

    /** Units by variant that orders hold which are not here yet, as they are not paid. */
    private Map<String, Long> unpaid(Account account) throws ChannelFault, Wire.Unanswered {
        Map<String, Long> units = new HashMap<>();
        List<String> waiting = memory.waiting(account.id(), WAITING);
        if (!waiting.isEmpty()) {
            Map<String, ?> options = Map.of("take", WAITING, "filter", Map.of("id", Map.of("in", waiting)));
            wire.ask(account, HELD, Map.of("options", options))
                    .path("orders")
                    .path("items")
                    .valueStream()
                    .flatMap(order -> order.path("lines").valueStream())
                    .forEach(line -> units.merge(
                            line.path("productVariant").path("id").asString(""),
                            line.path("quantity").asLong(0),
                            Long::sum));
        }
        return units;
    }

    private static void change(
            JsonNode variant, String location, long units, long unpaid, List<Map<String, ?>> changes) {
        long onHand = 0;
        long allocated = 0;
        for (JsonNode level : variant.path("stockLevels")) {
            if (level.path("stockLocationId").asString("").equals(location)) {
                onHand = level.path("stockOnHand").asLong(0);
                allocated = level.path("stockAllocated").asLong(0);
            }
        }
        long wanted = Math.addExact(units, Math.max(0, allocated - unpaid));
        if (wanted != onHand) {
            changes.add(Map.of(
                    "id",
                    variant.path("id").asString(),
                    "stockLevels",
                    List.of(Map.of("stockLocationId", location, "stockOnHand", wanted))));
        }
    }

    /** Variants that have one of these values, by it. A shop does not see to it that a SKU is one variant's alone. */
    private Map<String, List<JsonNode>> variants(Account account, String field, List<String> values)
            throws ChannelFault, Wire.Unanswered {
        Map<String, List<JsonNode>> found = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (int from = 0; from < values.size(); from += ASKED) {
            List<String> some = values.subList(from, Math.min(from + ASKED, values.size()));
            Map<String, ?> options = Map.of("take", ASKED, "filter", Map.of(field, Map.of("in", some)));
            for (JsonNode variant : wire.ask(account, VARIANTS, Map.of("options", options))
                    .path("productVariants")
                    .path("items")) {
                if (seen.add(variant.path("id").asString())) {
                    found.computeIfAbsent(variant.path(field).asString(""), _ -> new ArrayList<>())
                            .add(variant);
                }
            }
        }
        return found;
    }

    /** Of SKUs that the shop does not have: nothing is said of those that it never had. */
    private Map<String, ChannelFault> gone(Account account, List<String> missing) throws ChannelFault, Wire.Unanswered {
        Map<String, String> before = memory.listed(account.id(), missing);
        if (before.isEmpty()) {
            return Map.of();
        }
        Map<String, List<JsonNode>> now =
                variants(account, "id", before.values().stream().distinct().toList());
        Map<String, ChannelFault> faults = new LinkedHashMap<>();
        before.forEach((sku, id) -> {
            List<JsonNode> variant = now.getOrDefault(id, List.of());
            faults.put(
                    sku,
                    variant.isEmpty()
                            ? ChannelFault.refused("vendure.stock.deleted", sku)
                            : ChannelFault.refused(
                                    "vendure.stock.renamed",
                                    sku,
                                    variant.getFirst().path("sku").asString("")));
        });
        return faults;
    }
}
