package io.storelane.order.web;

import io.storelane.inventory.Router;
import io.storelane.order.RoutingTrial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What would become of an order, in words. */
@Component
class TrialWords {

    private final OrderWords words;

    TrialWords(OrderWords words) {
        this.words = words;
    }

    /** @param faults in words; then the order has no decisions */
    record Shown(
            String name,
            String outcome,
            boolean complete,
            List<String> faults,
            List<Decision> decisions,
            List<String> missing) {}

    /** @param leftOut locations that serve other regions only; empty if there is none */
    record Decision(
            String sku, long units, Router.Site site, String reason, List<Candidate> candidates, String leftOut) {}

    /** @param way how near it is */
    record Candidate(Router.Rated rated, String way) {}

    Shown shown(RoutingTrial trial, Locale locale) {
        List<String> faults = trial.faults().stream()
                .map(f -> words.text(f.code().messageKey(), locale, f.args().toArray()))
                .toList();
        return new Shown(
                trial.question().name(),
                outcome(trial, locale),
                trial.isComplete(),
                faults,
                trial.decisions().stream().map(d -> decision(d, locale)).toList(),
                trial.missing().stream().map(m -> missing(m, locale)).toList());
    }

    private String outcome(RoutingTrial trial, Locale locale) {
        if (!trial.faults().isEmpty()) {
            return words.text("trial.refused", locale);
        }
        return trial.missing().isEmpty()
                ? words.text("trial.complete", locale, trial.locations())
                : words.text(
                        "trial.short",
                        locale,
                        trial.missing().stream()
                                .mapToLong(RoutingTrial.Missing::units)
                                .sum());
    }

    private Decision decision(RoutingTrial.Decision decision, Locale locale) {
        Router.Pick pick = decision.pick();
        return new Decision(
                decision.sku(),
                pick.units(),
                pick.site(),
                reason(decision, locale),
                decision.choice().ranked().stream()
                        .map(rated -> new Candidate(rated, way(rated, locale)))
                        .toList(),
                leftOut(decision.choice().leftOut(), locale));
    }

    String reason(RoutingTrial.Decision decision, Locale locale) {
        Router.Pick pick = decision.pick();
        return words.reason(pick.rule().code(), pick.reason(), locale);
    }

    private String way(Router.Rated rated, Locale locale) {
        Map<String, Object> reason = new LinkedHashMap<>();
        reason.put("nearness", rated.nearness().name().toLowerCase(Locale.ROOT));
        Integer km = rated.km();
        if (km != null) {
            reason.put("km", km);
        }
        return words.way(reason, locale);
    }

    String missing(RoutingTrial.Missing missing, Locale locale) {
        String text = words.text("trial.missing", locale, missing.sku(), missing.units());
        String leftOut = leftOut(missing.leftOut(), locale);
        return leftOut.isEmpty() ? text : text + " " + leftOut;
    }

    private String leftOut(List<Router.Site> sites, Locale locale) {
        return sites.isEmpty()
                ? ""
                : words.text(
                        "trial.leftOut",
                        locale,
                        sites.stream().map(Router.Site::code).sorted().collect(Collectors.joining(", ")));
    }
}
