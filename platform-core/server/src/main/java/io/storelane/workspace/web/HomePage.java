package io.storelane.workspace.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.billing.Subscriptions;
import io.storelane.metric.HomeCard;
import io.storelane.metric.Metrics;
import io.storelane.metric.Report;
import io.storelane.metric.Span;
import io.storelane.problem.ProblemException;
import io.storelane.ui.ChecklistStep;
import io.storelane.ui.Fmt;
import io.storelane.web.Visitor;
import io.storelane.workspace.FirstSteps;
import io.storelane.workspace.Workspaces;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.json.JsonMapper;

/** Home of a workspace: what waits to be done first, then how things stand. */
@Controller
class HomePage {

    private final FirstSteps firstSteps;
    private final Workspaces workspaces;
    private final Subscriptions subscriptions;
    private final Metrics metrics;
    private final List<HomeCard> cards;
    private final MessageSource messages;
    private final JsonMapper json;
    private final Fmt fmt;
    private final Clock clock;

    HomePage(
            FirstSteps firstSteps,
            Workspaces workspaces,
            Subscriptions subscriptions,
            Metrics metrics,
            List<HomeCard> cards,
            MessageSource messages,
            JsonMapper json,
            Fmt fmt,
            Clock clock) {
        this.firstSteps = firstSteps;
        this.workspaces = workspaces;
        this.subscriptions = subscriptions;
        this.metrics = metrics;
        this.cards =
                cards.stream().sorted(Comparator.comparingInt(HomeCard::order)).toList();
        this.messages = messages;
        this.json = json;
        this.fmt = fmt;
        this.clock = clock;
    }

    /** A card of another module, with what its template shows. */
    record Card(String template, Object content) {}

    @GetMapping("/w/{workspace}")
    String home(
            @RequestParam(defaultValue = "30") String period,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String to,
            @RequestParam(defaultValue = "") String currency,
            Locale locale,
            Model model) {
        Access access = Access.current();
        FirstSteps.Counts counts = firstSteps.counts();
        model.addAttribute("counts", counts);
        boolean mayWork = access.allows(Permission.SETTINGS_MANAGE);
        boolean hidden = mayWork && counts.hidden();
        model.addAttribute("showSteps", mayWork && !hidden);
        model.addAttribute("stepsHidden", hidden);
        model.addAttribute("steps", steps(counts));
        model.addAttribute("noRole", access.reaches().isEmpty());
        model.addAttribute("mayOrder", access.allows(Permission.ORDERS_MANAGE));
        model.addAttribute("toDos", metrics.toDos());
        model.addAttribute(
                "cards",
                cards.stream()
                        .filter(c -> access.allows(c.permission()))
                        .map(c -> new Card(c.template(), c.content()))
                        .toList());
        trial(mayWork, model);
        figures(Span.NAMES.contains(period) ? period : "30", from, to, currency, locale, model);
        return "workspace/home";
    }

    private void figures(String period, String from, String to, String currency, Locale locale, Model model) {
        Report report = report(period, from, to, locale, model);
        HomeFigures figures = new HomeFigures(report, messages, locale, json, fmt);
        String shown = figures.currency(currency);
        model.addAttribute("figures", figures.cards());
        model.addAttribute("anyFigure", figures.any());
        model.addAttribute("complete", report.complete());
        model.addAttribute("currencies", figures.currencies());
        model.addAttribute("currency", shown);
        model.addAttribute("curve", figures.curve(shown));
        model.addAttribute("parts", figures.parts(shown));
        model.addAttribute("span", report.span());
        model.addAttribute("before", report.span().before());
        Map<String, String> hrefs = new LinkedHashMap<>();
        for (String name : List.of("today", "7", "30", "90")) {
            hrefs.put(name, Visitor.path("?period=" + name));
        }
        model.addAttribute("periods", hrefs);
    }

    /** Days that cannot be meant are told, and those of the period without them shown. */
    private Report report(String period, String from, String to, Locale locale, Model model) {
        try {
            Report report = metrics.report(period, day(from), day(to));
            model.addAttribute("period", period);
            return report;
        } catch (ProblemException e) {
            var fault = e.faults().getFirst();
            model.addAttribute(
                    "periodProblem",
                    messages.getMessage(fault.code().messageKey(), fault.args().toArray(), locale));
            String shown = period.equals("custom") ? "30" : period;
            model.addAttribute("period", shown);
            return metrics.report(shown, null, null);
        }
    }

    private static @Nullable LocalDate day(String text) {
        try {
            return text.isBlank() ? null : LocalDate.parse(text.strip());
        } catch (DateTimeParseException _) {
            return null;
        }
    }

    private void trial(boolean mayWork, Model model) {
        Subscriptions.Summary subscription = subscriptions.current();
        Instant end = subscription.trialEndsAt();
        if (mayWork && end != null && subscription.status().equals("trialing")) {
            long days = Math.max(
                    0, Duration.between(clock.instant(), end).plusHours(23).toDays());
            model.addAttribute("trialDays", days);
        }
    }

    @PostMapping("/w/{workspace}/first-steps")
    String hide(@RequestParam boolean hidden) {
        Access.current().require(Permission.SETTINGS_MANAGE);
        workspaces.hideFirstSteps(hidden);
        return "redirect:" + Visitor.path("");
    }

    private static List<ChecklistStep> steps(FirstSteps.Counts counts) {
        return List.of(
                new ChecklistStep("building-store", "home.step.workspace", null, null, true),
                new ChecklistStep(
                        "settings",
                        "home.step.settings",
                        "home.step.settings.text",
                        Visitor.path("/settings"),
                        counts.addressFilled()),
                new ChecklistStep(
                        "sitemap",
                        "home.step.organization",
                        "home.step.organization.text",
                        Visitor.path("/organization"),
                        counts.nodes() > 1),
                new ChecklistStep(
                        "user-plus",
                        "home.step.invite",
                        "home.step.invite.text",
                        Visitor.path("/members/invite"),
                        counts.members() + counts.openInvitations() > 1),
                new ChecklistStep(
                        "id-badge",
                        "home.step.staff",
                        "home.step.staff.text",
                        Visitor.path("/staff/new"),
                        counts.assigned() > 0));
    }
}
