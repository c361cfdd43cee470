package io.storelane.order.web;

import io.storelane.access.Permission;
import io.storelane.inventory.Router;
import io.storelane.order.OrderProblem;
import io.storelane.order.RoutingTrial;
import io.storelane.order.RoutingTrials;
import io.storelane.problem.Fault;
import io.storelane.problem.FieldErrors;
import io.storelane.web.Problems;
import io.storelane.web.api.ApiOperation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Where orders would ship from if they came now, and why. Nothing is written. */
@RestController
@RequestMapping("/api/v1/routing/trials")
class RoutingTrialsApi {

    private static final int MOST = 500;

    private static final String TRIALS = """
            {"trials": [{"name": "A-1", "complete": true, "errors": [], "decisions": [{"sku": "MUG-WHITE", "units": 2,
               "locationId": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "location": "HZ-DC", "rule": "nearness",
               "reason": "Nearest to the receiver (in the same city, 12 km), before SH-DC (165 km). 2 locations were compared.",
               "candidates": [{"location": "HZ-DC", "free": 120, "all": true, "first": true, "nearness": "city", "km": 12,
                 "lines": 1, "region": true, "priority": 100, "today": true}], "leftOut": ["GZ-DC"]}],
               "missing": []}]}""";

    private final RoutingTrials trials;
    private final TrialQuestions questions;
    private final TrialWords words;
    private final MessageSource messages;

    RoutingTrialsApi(RoutingTrials trials, TrialQuestions questions, TrialWords words, MessageSource messages) {
        this.trials = trials;
        this.questions = questions;
        this.words = words;
        this.messages = messages;
    }

    record ShipTo(
            @Nullable @Size(max = 100) String country,
            @Nullable @Size(max = 100) String region,
            @Nullable @Size(max = 100) String province,
            @Nullable @Size(max = 100) String city) {

        Router.Place place() {
            return new Router.Place(text(country), text(region), text(province), text(city));
        }

        private static String text(@Nullable String text) {
            return text == null ? "" : text.strip();
        }
    }

    record TriedLine(
            @NotNull @Size(max = 100) String sku,
            @Min(1) @Max(999_999) long units) {}

    record TriedOrder(
            @Nullable @Size(max = 100) String name,
            UUID channelId,
            @Valid ShipTo shipTo,
            @Nullable Instant placedAt,
            @Nullable Boolean toTheLast,
            @NotEmpty @Valid @Size(max = 200) List<TriedLine> lines) {

        RoutingTrial.Question question() {
            return new RoutingTrial.Question(
                    name == null ? "" : name,
                    channelId,
                    shipTo.place(),
                    placedAt,
                    Boolean.TRUE.equals(toTheLast),
                    lines.stream()
                            .map(l -> new RoutingTrial.Line(l.sku().strip(), l.units()))
                            .toList());
        }
    }

    record TrialsBody(@NotEmpty @Valid @Size(max = MOST) List<TriedOrder> orders) {}

    /** @param field where in the order */
    record TrialError(String field, String code, String detail) {}

    record Candidate(
            String location,
            long free,
            boolean all,
            boolean first,
            String nearness,
            @Nullable Integer km,
            int lines,
            boolean region,
            int priority,
            boolean today) {}

    record Decision(
            String sku,
            long units,
            UUID locationId,
            String location,
            String rule,
            String reason,
            List<Candidate> candidates,
            List<String> leftOut) {}

    record MissingUnits(String sku, long units, List<String> leftOut) {}

    record Trial(
            String name,
            boolean complete,
            List<TrialError> errors,
            List<Decision> decisions,
            List<MissingUnits> missing) {}

    record TrialList(List<Trial> trials) {}

    @ApiOperation(
            value = "Try orders",
            details =
                    "Where they would ship from if they came now, one after the other, and why: of each pick the location, the rule that"
                            + " decided, the reason in words and the locations that were compared, the best first; `leftOut` are locations that"
                            + " have it but serve other regions only. `errors` says what an order would be refused for. Nothing is written."
                            + " `toTheLast` takes units that are kept back for safety, too, as orders of channels do. 500 orders and 2,000 lines"
                            + " at most. The key needs `stock.view` of the whole workspace.",
            scope = Permission.SETTINGS_VIEW,
            body = """
                    {"orders": [{"name": "A-1", "channelId": "01a202ba-5c3d-74df-b3c3-862ecc38fd02",
                     "shipTo": {"country": "CN", "region": "330106"}, "lines": [{"sku": "MUG-WHITE", "units": 2}]}]}""",
            answer = TRIALS)
    @PostMapping
    TrialList plan(@RequestBody TrialsBody body, Locale locale) {
        trials.requirePermission();
        return answer(body.orders().stream().map(TriedOrder::question).toList(), locale);
    }

    @ApiOperation(
            value = "Try a file of orders",
            details =
                    "CSV in UTF-8 or GB 18030 with the columns order, channel (its code), region (code or names), SKU and units, with"
                            + " their titles in either language or in this order. Lines of one order number are one order. Lines that cannot be"
                            + " read are refused with 422. The answer is that of trying orders.",
            scope = Permission.SETTINGS_VIEW,
            answer = TRIALS)
    @PostMapping(path = "/file", consumes = "text/csv")
    TrialList file(@RequestParam(defaultValue = "false") boolean toTheLast, @RequestBody byte[] file, Locale locale) {
        trials.requirePermission();
        TrialFile read = TrialFile.of(file, messages);
        FieldErrors errors = new FieldErrors();
        if (read.unreadable()) {
            errors.add("", OrderProblem.BAD_TRIAL_FILE);
        }
        read.wrong().forEach(line -> errors.add("/lines/" + line, OrderProblem.BAD_TRIAL_LINE, line));
        TrialQuestions.Read asked = questions.read(read.rows(), toTheLast);
        asked.unknown().forEach(line -> errors.add("/lines/" + line, OrderProblem.BAD_TRIAL_LINE, line));
        errors.throwIfAny();
        return answer(asked.questions(), locale);
    }

    private TrialList answer(List<RoutingTrial.Question> asked, Locale locale) {
        return new TrialList(
                trials.plan(asked).stream().map(t -> shown(t, locale)).toList());
    }

    private Trial shown(RoutingTrial trial, Locale locale) {
        return new Trial(
                trial.question().name(),
                trial.isComplete(),
                trial.faults().stream().map(f -> error(f, locale)).toList(),
                trial.decisions().stream().map(d -> decision(d, locale)).toList(),
                trial.missing().stream()
                        .map(m -> new MissingUnits(m.sku(), m.units(), codes(m.leftOut())))
                        .toList());
    }

    private TrialError error(Fault fault, Locale locale) {
        return new TrialError(
                fault.path(),
                Problems.name(fault.code()),
                messages.getMessage(fault.code().messageKey(), fault.args().toArray(), locale));
    }

    private Decision decision(RoutingTrial.Decision decision, Locale locale) {
        Router.Pick pick = decision.pick();
        return new Decision(
                decision.sku(),
                pick.units(),
                pick.siteId(),
                pick.site().code(),
                pick.rule().code(),
                words.reason(decision, locale),
                decision.choice().ranked().stream()
                        .map(RoutingTrialsApi::candidate)
                        .toList(),
                codes(decision.choice().leftOut()));
    }

    private static Candidate candidate(Router.Rated rated) {
        return new Candidate(
                rated.site().code(),
                rated.free(),
                rated.all(),
                rated.first(),
                rated.nearness().name().toLowerCase(Locale.ROOT),
                rated.km(),
                rated.lines(),
                rated.region(),
                rated.site().priority(),
                rated.today());
    }

    private static List<String> codes(List<Router.Site> sites) {
        return sites.stream().map(Router.Site::code).sorted().toList();
    }
}
