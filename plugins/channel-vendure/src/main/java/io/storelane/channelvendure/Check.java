package io.storelane.channelvendure;

import io.storelane.plugin.api.channel.Account;
import io.storelane.plugin.api.channel.ChannelFault;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Looks whether an account can do its work. */
@Component
class Check {

    private static final String CHANNEL = "query { activeChannel { token availableCurrencyCodes } }";

    /** Each under the name of the permission that it takes. */
    private static final String READS = """
            query {
              ReadOrder: orders(options: {take: 1}) { totalItems }
              ReadCatalog: productVariants(options: {take: 1}) { totalItems }
            }""";

    /** The same; nothing is changed. */
    private static final String WRITES = """
            mutation {
              UpdateCatalog: updateProductVariants(input: []) { id }
              UpdateOrder: addFulfillmentToOrder(
                  input: {lines: [], handler: {code: "manual-fulfillment", arguments: []}}) { __typename }
            }""";

    private final Wire wire;
    private final Stock stock;

    Check(Wire wire, Stock stock) {
        this.wire = wire;
        this.stock = stock;
    }

    void look(Account account) throws ChannelFault {
        try {
            wire.anew(account);
            JsonNode channel = wire.ask(account, CHANNEL, Map.of()).path("activeChannel");
            String token = Access.of(account).channel();
            // a shop with one channel alone takes any token for it
            if (!token.isEmpty() && !channel.path("token").asString("").equals(token)) {
                throw ChannelFault.credentials("vendure.fault.channel");
            }
            List<String> currencies = channel.path("availableCurrencyCodes")
                    .valueStream()
                    .map(JsonNode::asString)
                    .toList();
            if (!currencies.contains(account.currency())) {
                throw ChannelFault.credentials(
                        "vendure.fault.currency", String.join(", ", currencies), account.currency());
            }
            var _ = wire.ask(account, READS, Map.of());
            var _ = wire.ask(account, WRITES, Map.of());
            var _ = stock.location(account);
        } catch (Wire.Unanswered e) {
            throw ChannelFault.credentials("vendure.fault.error", String.valueOf(e.getMessage()));
        }
    }
}
