package io.storelane.order;

import io.storelane.access.Access;
import io.storelane.access.AccessProblem;
import io.storelane.access.Permission;
import io.storelane.catalog.Offer;
import io.storelane.catalog.Offers;
import io.storelane.channel.Channels;
import io.storelane.channel.SellingChannel;
import io.storelane.inventory.Reservations;
import io.storelane.inventory.Router;
import io.storelane.inventory.StockMap;
import io.storelane.problem.Fault;
import io.storelane.problem.FieldErrors;
import io.storelane.problem.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Service;

/**
 * Where orders would ship from if they came now, by the rules and the stock as they are, one after the other: what the first one
 * takes, the second one does not find. Nothing is written. It tells of stock everywhere, so whoever asks sees the settings and the
 * stock of the whole workspace.
 */
@Service
public class RoutingTrials {

    /** Lines of all orders of a question. */
    public static final int MOST_LINES = 2_000;

    private final Channels channels;
    private final Offers offers;
    private final Reservations reservations;
    private final Sourcing sourcing;
    private final Clock clock;

    RoutingTrials(Channels channels, Offers offers, Reservations reservations, Sourcing sourcing, Clock clock) {
        this.sourcing = sourcing;
        this.channels = channels;
        this.offers = offers;
        this.reservations = reservations;
        this.clock = clock;
    }

    /** What is asked for, once its SKUs are known. */
    private record Asked(
            RoutingTrial.Question question,
            String path,
            Instant at,
            List<Router.Need> needs,
            Map<Integer, String> skus,
            List<Fault> faults) {}

    /** @throws ProblemException if the caller may not ask, or nothing or too much is asked */
    public List<RoutingTrial> plan(List<RoutingTrial.Question> questions) {
        requirePermission();
        long lines = questions.stream().mapToLong(q -> q.lines().size()).sum();
        if (questions.isEmpty() || lines > MOST_LINES) {
            new FieldErrors().add("/orders", OrderProblem.BAD_TRIAL, MOST_LINES).throwIfAny();
        }
        List<Asked> asked = questions.stream().map(this::asked).toList();
        Set<UUID> variants = new HashSet<>();
        asked.forEach(a -> a.needs().forEach(need -> variants.add(need.variantId())));
        StockMap stock = reservations.free(variants, false);
        return asked.stream().map(a -> trial(a, stock)).toList();
    }

    /** @throws ProblemException unless the caller sees the settings and the stock of the whole workspace */
    public void requirePermission() {
        Access.current().require(Permission.SETTINGS_VIEW);
        if (!Access.current().allowsAt(Permission.STOCK_VIEW, Access.ROOT_PATH)) {
            throw new ProblemException(AccessProblem.NOT_ALLOWED, Permission.STOCK_VIEW.key());
        }
    }

    private Asked asked(RoutingTrial.Question question) {
        List<Fault> faults = new ArrayList<>();
        UUID channelId = question.channelId();
        SellingChannel channel =
                channelId == null ? null : channels.selling(channelId).orElse(null);
        Instant at = question.at() == null ? clock.instant() : question.at();
        List<Router.Need> needs = new ArrayList<>();
        Map<Integer, String> skus = new HashMap<>();
        if (channel == null) {
            faults.add(Fault.of(OrderProblem.UNKNOWN_CHANNEL, "/channelId"));
        } else if (question.lines().isEmpty()) {
            faults.add(Fault.of(OrderProblem.NO_LINES, "/lines"));
        } else {
            Map<String, Offer> found = offers.bySku(
                    channel.id(),
                    channel.currency(),
                    question.lines().stream()
                            .map(RoutingTrial.Line::sku)
                            .distinct()
                            .toList(),
                    at);
            for (int i = 0; i < question.lines().size(); i++) {
                needs(i, question.lines().get(i), found, channel, needs, skus, faults);
            }
        }
        return new Asked(question, channel == null ? "/" : channel.path(), at, needs, skus, faults);
    }

    private static void needs(
            int index,
            RoutingTrial.Line line,
            Map<String, Offer> found,
            SellingChannel channel,
            List<Router.Need> needs,
            Map<Integer, String> skus,
            List<Fault> faults) {
        String at = "/lines/" + index;
        if (line.units() < 1 || line.units() > Drafts.MAX_QUANTITY) {
            faults.add(Fault.of(OrderProblem.BAD_QUANTITY, at + "/units", line.sku(), Drafts.MAX_QUANTITY));
        }
        Offer offer = found.get(line.sku());
        if (offer == null) {
            faults.add(Fault.of(OrderProblem.UNKNOWN_SKU, at + "/sku", line.sku()));
            return;
        }
        if (!offer.authorized()) {
            faults.add(Fault.of(OrderProblem.NOT_AUTHORIZED, at + "/sku", line.sku(), channel.name()));
        } else if (!offer.listed()) {
            faults.add(Fault.of(OrderProblem.NOT_LISTED, at + "/sku", line.sku()));
        }
        if (offer.kind().equals("goods")) {
            need(offer.variantId(), offer.sku(), line.units(), needs, skus);
        }
        offer.components().stream()
                .filter(c -> c.kind().equals("goods"))
                .forEach(c -> need(c.variantId(), c.sku(), c.quantity() * line.units(), needs, skus));
    }

    private static void need(UUID variant, String sku, long units, List<Router.Need> needs, Map<Integer, String> skus) {
        skus.put(needs.size(), sku);
        needs.add(new Router.Need(needs.size(), variant, units));
    }

    private RoutingTrial trial(Asked asked, StockMap stock) {
        if (!asked.faults().isEmpty()) {
            return new RoutingTrial(asked.question(), asked.faults(), List.of(), List.of());
        }
        List<Router.Choice> choices = new ArrayList<>();
        RoutingTrial.Question question = asked.question();
        Router.Preference preference = sourcing.wish(
                Objects.requireNonNull(question.channelId()),
                question.to(),
                asked.at(),
                asked.needs(),
                stock,
                !question.toTheLast());
        Router.Plan plan = stock.plan(
                asked.needs(),
                new Router.Destination(question.to(), asked.path(), asked.at(), preference),
                !asked.question().toTheLast(),
                choices::add);
        stock.take(plan);
        List<RoutingTrial.Decision> decisions = new ArrayList<>();
        List<RoutingTrial.Missing> missing = new ArrayList<>();
        for (Router.Choice choice : choices) {
            String sku = asked.skus().getOrDefault(choice.need().line(), "");
            if (choice.ranked().isEmpty()) {
                missing.add(new RoutingTrial.Missing(sku, choice.open(), choice.leftOut()));
            } else {
                decisions.add(new RoutingTrial.Decision(sku, plan.picks().get(decisions.size()), choice));
            }
        }
        return new RoutingTrial(asked.question(), List.of(), decisions, missing);
    }
}
