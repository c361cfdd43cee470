package io.storelane.order.web;

import io.storelane.order.RoutingTrial;
import io.storelane.order.RoutingTrials;
import io.storelane.ui.Option;
import io.storelane.web.Csv;
import io.storelane.web.Forms;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where an order, or a file of them, would ship from, and why. Nothing is written. */
@Controller
@RequestMapping("/w/{workspace}/routing/trial")
class RoutingTrialPage {

    /** Orders that are shown one by one; the file has all of them. */
    private static final int SHOWN = 50;

    private static final int NAMED = 10;

    private final RoutingTrials trials;
    private final TrialQuestions questions;
    private final TrialWords words;
    private final MessageSource messages;

    RoutingTrialPage(RoutingTrials trials, TrialQuestions questions, TrialWords words, MessageSource messages) {
        this.trials = trials;
        this.questions = questions;
        this.words = words;
        this.messages = messages;
    }

    @GetMapping
    String show(Locale locale, Model model) {
        trials.requirePermission();
        model.addAttribute("trialForm", TrialForm.empty());
        model.addAttribute("trials", List.of());
        return form(locale, model);
    }

    private String form(Locale locale, Model model) {
        List<Option> channels = new ArrayList<>(List.of(new Option("", text("order.chooseChannel", locale))));
        questions.open().forEach(c -> channels.add(new Option(c.id().toString(), c.code() + " · " + c.name())));
        model.addAttribute("channels", channels);
        model.addAttribute("most", RoutingTrials.MOST_LINES);
        return "order/trial";
    }

    /** @param as {@code csv} to have the answer as a file */
    @PostMapping
    @Nullable String plan(
            @ModelAttribute TrialForm trialForm,
            BindingResult form,
            @RequestParam(defaultValue = "") String as,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            HttpServletResponse response,
            Locale locale,
            Model model)
            throws IOException {
        trials.requirePermission();
        List<RoutingTrial.Question> asked = asked(trialForm, form, zone);
        List<RoutingTrial> answers = new ArrayList<>();
        boolean good = Forms.submit(form, response, () -> answers.addAll(trials.plan(asked)));
        if (good && as.equals("csv")) {
            file(answers, zone, locale, response);
            return null;
        }
        model.addAttribute(
                "trials",
                answers.stream().limit(SHOWN).map(t -> words.shown(t, locale)).toList());
        model.addAttribute("orders", answers.size());
        model.addAttribute(
                "complete", answers.stream().filter(RoutingTrial::isComplete).count());
        model.addAttribute(
                "split", answers.stream().filter(t -> t.locations() > 1).count());
        return form(locale, model);
    }

    private List<RoutingTrial.Question> asked(TrialForm typed, BindingResult form, ZoneId zone) {
        boolean toTheLast = Boolean.TRUE.equals(typed.toTheLast());
        if (!typed.isFile()) {
            return List.of(order(typed, toTheLast, form, zone));
        }
        byte[] chosen = typed.bytes();
        String field = chosen == null ? "pasted" : "file";
        TrialFile file = chosen == null ? TrialFile.of(typed.pasted(), messages) : TrialFile.of(chosen, messages);
        if (file.unreadable()) {
            form.rejectValue(field, "trial.unreadable");
        }
        TrialQuestions.Read read = questions.read(file.rows(), toTheLast);
        if (!file.wrong().isEmpty()) {
            form.rejectValue(field, "trial.wrong", new Object[] {named(file.wrong())}, null);
        }
        if (!read.unknown().isEmpty()) {
            form.rejectValue(field, "trial.unknown", new Object[] {named(read.unknown())}, null);
        }
        return read.questions();
    }

    private RoutingTrial.Question order(TrialForm typed, boolean toTheLast, BindingResult form, ZoneId zone) {
        if (typed.channelId().isEmpty()) {
            form.rejectValue("channelId", "problem.order.UNKNOWN_CHANNEL");
        }
        if (!questions.known(typed.region())) {
            form.rejectValue("region", "problem.inventory.SERVED_REGION", new Object[] {typed.region()}, null);
        }
        List<RoutingTrial.Line> lines = new ArrayList<>();
        for (int i = 0; i < typed.lines().size(); i++) {
            TrialForm.LineForm line = typed.lines().get(i);
            if (!line.sku().isEmpty()) {
                long units = line.units().isEmpty() ? 1 : Given.units(line.units());
                if (units < 1) {
                    form.rejectValue("lines[" + i + "].units", "trial.units");
                }
                lines.add(new RoutingTrial.Line(line.sku(), units));
            }
        }
        if (lines.isEmpty()) {
            form.rejectValue("lines[0].sku", "problem.order.NO_LINES");
        }
        return new RoutingTrial.Question(
                "",
                Given.id(typed.channelId()),
                questions.place(typed.region()),
                at(typed, form, zone),
                toTheLast,
                lines);
    }

    private static @Nullable Instant at(TrialForm typed, BindingResult form, ZoneId zone) {
        if (typed.placedAt().isEmpty()) {
            return null;
        }
        try {
            return LocalDateTime.parse(typed.placedAt()).atZone(zone).toInstant();
        } catch (DateTimeException _) {
            form.rejectValue("placedAt", "problem.order.BAD_TIME");
            return null;
        }
    }

    private static String named(List<Long> lines) {
        return lines.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "))
                + (lines.size() > NAMED ? " …" : "");
    }

    private void file(List<RoutingTrial> answers, ZoneId zone, Locale locale, HttpServletResponse response)
            throws IOException {
        List<String> header = Stream.of("order", "outcome", "sku", "units", "code", "location", "reason")
                .map(column -> text("trial.column." + column, locale))
                .toList();
        Csv.send(response, "routing", zone, header, answers.stream().flatMap(t -> rows(words.shown(t, locale))));
    }

    private static Stream<List<String>> rows(TrialWords.Shown t) {
        return Stream.of(
                        t.faults().stream().map(f -> List.of(t.name(), t.outcome(), "", "", "", "", f)),
                        t.decisions().stream()
                                .map(d -> List.of(
                                        t.name(),
                                        t.outcome(),
                                        d.sku(),
                                        String.valueOf(d.units()),
                                        d.site().code(),
                                        d.site().name(),
                                        d.leftOut().isEmpty() ? d.reason() : d.reason() + " " + d.leftOut())),
                        t.missing().stream().map(m -> List.of(t.name(), t.outcome(), "", "", "", "", m)))
                .flatMap(s -> s);
    }

    private String text(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }
}
