package io.storelane.fulfilment.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.fulfilment.FulfilmentList;
import io.storelane.fulfilment.FulfilmentProblem;
import io.storelane.fulfilment.HandOverView;
import io.storelane.fulfilment.HandOvers;
import io.storelane.problem.FieldErrors;
import io.storelane.tenancy.Slice;
import io.storelane.ui.Option;
import io.storelane.ui.Tab;
import io.storelane.ui.Ui;
import io.storelane.web.Forms;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import io.storelane.web.list.Download;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What goes from one department to another, what is due, and what is late. */
@Controller
@RequestMapping("/w/{workspace}/hand-overs")
class HandOversPage {

    private static final int SIZE = 50;

    private final HandOvers handOvers;
    private final HandOversFile file;
    private final FulfilmentList list;
    private final FulfilmentWords words;
    private final Toasts toasts;
    private final Ui ui;
    private final Clock clock;

    HandOversPage(
            HandOvers handOvers,
            HandOversFile file,
            FulfilmentList list,
            FulfilmentWords words,
            Toasts toasts,
            Ui ui,
            Clock clock) {
        this.handOvers = handOvers;
        this.file = file;
        this.list = list;
        this.words = words;
        this.toasts = toasts;
        this.ui = ui;
        this.clock = clock;
    }

    @GetMapping
    String list(
            @RequestParam(defaultValue = "open") String view,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String department,
            @RequestParam(defaultValue = "") String after,
            Locale locale,
            Model model) {
        HandOvers.Filter filter =
                new HandOvers.Filter(view, q.strip(), kind, FulfilmentsPage.FulfilmentsQuery.id(department));
        Slice<HandOverView> page = handOvers.find(filter, after, SIZE);
        Map<String, Long> counts = handOvers.counts(filter);
        Map<String, String> params = new LinkedHashMap<>();
        params.put("view", filter.view().equals("open") ? "" : filter.view());
        params.put("q", filter.q());
        params.put("kind", filter.kind());
        params.put("department", department.strip());
        String here = address("", params);
        model.addAttribute("handOvers", page.rows());
        model.addAttribute("now", clock.instant());
        model.addAttribute("prev", page.previous());
        model.addAttribute("next", page.next());
        model.addAttribute(
                "tabs",
                HandOvers.VIEWS.stream()
                        .map(v -> new Tab(
                                "handOver.view." + v,
                                ui.with(here, "view", v.equals("open") ? "" : v),
                                counts.get(v),
                                filter.view().equals(v)))
                        .toList());
        model.addAttribute("filter", filter);
        model.addAttribute("params", params);
        Map<String, String> hidden = new LinkedHashMap<>(params);
        hidden.remove("q");
        model.addAttribute("hidden", hidden);
        model.addAttribute(
                "kinds",
                Stream.of("", "to_warehouse", "to_carrier", "to_aftersales")
                        .map(k -> new Option(k, words.text("handOver.kind." + (k.isEmpty() ? "any" : k), locale)))
                        .toList());
        model.addAttribute("departments", words.options(list.departments(), "handOver.anyDepartment", locale));
        model.addAttribute("exportHref", address("/export", params));
        model.addAttribute("mayManage", Access.current().allows(Permission.FULFILMENT_MANAGE));
        return "fulfilment/hand-overs";
    }

    private String address(String page, Map<String, String> params) {
        String address = Visitor.path("/hand-overs" + page);
        for (var param : params.entrySet()) {
            address = ui.with(address, param.getKey(), param.getValue());
        }
        return address;
    }

    @GetMapping("/export")
    void export(
            @RequestParam(defaultValue = "open") String view,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String department,
            Download to)
            throws IOException {
        to.send(file, new HandOvers.Filter(view, q.strip(), kind, FulfilmentsPage.FulfilmentsQuery.id(department)));
    }

    @PostMapping("/{id}/take")
    String take(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        words.press(() -> handOvers.take(id), "handOver.taken", locale, redirect);
        return "redirect:" + Visitor.path("/hand-overs");
    }

    @PostMapping("/{id}/done")
    String done(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String note,
            Locale locale,
            RedirectAttributes redirect) {
        words.press(() -> handOvers.done(id, note), "handOver.finished", locale, redirect);
        return "redirect:" + Visitor.path("/hand-overs");
    }

    /** As typed. @param dueAt day and time in the workspace's zone */
    record HandOverForm(String departmentId, String ownerId, String dueAt, String version) {

        @SuppressWarnings("NullAway") // a field that was not sent is null until here
        HandOverForm {
            departmentId = departmentId == null ? "" : departmentId.strip();
            ownerId = ownerId == null ? "" : ownerId.strip();
            dueAt = dueAt == null ? "" : dueAt.strip();
            version = version == null ? "" : version.strip();
        }

        static HandOverForm of(HandOverView one, ZoneId zone) {
            return new HandOverForm(
                    text(one.departmentId()),
                    text(one.ownerId()),
                    DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm")
                            .format(one.dueAt().atZone(zone)),
                    String.valueOf(one.version()));
        }

        private static String text(@Nullable UUID id) {
            return id == null ? "" : id.toString();
        }

        Instant due(ZoneId zone) {
            try {
                return LocalDateTime.parse(dueAt).atZone(zone).toInstant();
            } catch (DateTimeParseException _) {
                FieldErrors errors = new FieldErrors();
                errors.add("/dueAt", FulfilmentProblem.BAD_TIME);
                errors.throwIfAny();
                throw new IllegalStateException();
            }
        }
    }

    @GetMapping("/{id}")
    String edit(
            @PathVariable UUID id,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Locale locale,
            Model model) {
        Access.current().require(Permission.FULFILMENT_MANAGE);
        model.addAttribute("handOverForm", HandOverForm.of(handOvers.handOver(id), zone));
        return form(id, locale, model);
    }

    private String form(UUID id, Locale locale, Model model) {
        HandOverView one = handOvers.handOver(id);
        model.addAttribute("one", one);
        model.addAttribute("departments", words.options(list.departments(), "handOver.noDepartment", locale));
        model.addAttribute("people", words.options(list.people(one.path()), "handOver.anybody", locale));
        return "fulfilment/hand-over";
    }

    @PostMapping("/{id}")
    String save(
            @PathVariable UUID id,
            @ModelAttribute HandOverForm handOverForm,
            BindingResult form,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            HttpServletResponse response,
            Locale locale,
            Model model,
            RedirectAttributes redirect) {
        Access.current().require(Permission.FULFILMENT_MANAGE);
        if (!Forms.submit(
                form,
                response,
                () -> handOvers.assign(
                        id,
                        handOverForm.version().matches("\\d{1,18}") ? Long.parseLong(handOverForm.version()) : -1,
                        FulfilmentsPage.FulfilmentsQuery.id(handOverForm.departmentId()),
                        FulfilmentsPage.FulfilmentsQuery.id(handOverForm.ownerId()),
                        handOverForm.due(zone)))) {
            return form(id, locale, model);
        }
        toasts.success(redirect, locale, "handOver.saved");
        return "redirect:" + Visitor.path("/hand-overs");
    }
}
