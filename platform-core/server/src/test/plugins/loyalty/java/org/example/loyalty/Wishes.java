package org.example.loyalty;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.CustomerPanel;
import io.storelane.plugin.api.Fact;
import io.storelane.plugin.api.ProductPanel;
import io.storelane.plugin.api.SourcingRule;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.pf4j.Extension;

/** Where orders should ship from: it depends on the town. */
public class Wishes {

    @Extension
    public static class Rule implements SourcingRule {

        @Override
        public Optional<Preference> prefer(CallContext context, Question question) throws Exception {
            switch (question.city()) {
                case "Latetown" -> Thread.sleep(5_000);
                case "Brokentown" -> throw new IllegalStateException("no wish today");
                case "Wishtown" -> {
                    return question.locations().stream()
                            .filter(l -> l.code().startsWith("W")
                                    && l.free().values().stream().anyMatch(units -> units > 0))
                            .findFirst()
                            .map(l -> Preference.of(List.of(UUID.randomUUID(), l.id()), "wish.cheap"));
                }
                default -> {}
            }
            return Optional.empty();
        }
    }

    @Extension
    public static class OfProduct implements ProductPanel {

        @Override
        public String titleKey() {
            return "wish.product";
        }

        @Override
        public String permission() {
            return "loyalty.view";
        }

        @Override
        public List<Fact> facts(CallContext context, UUID product) {
            return List.of(Fact.of("points.given", "product " + product));
        }
    }

    @Extension
    public static class OfCustomer implements CustomerPanel {

        @Override
        public String titleKey() {
            return "wish.customer";
        }

        @Override
        public String permission() {
            return "loyalty.view";
        }

        @Override
        public List<Fact> facts(CallContext context, UUID customer) {
            return List.of(Fact.of("points.given", "customer " + customer).at("/cards"));
        }
    }
}
