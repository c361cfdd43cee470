package io.storelane.fulfilment.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.fulfilment.FulfilmentBulk;
import io.storelane.fulfilment.FulfilmentBulk.Action;
import io.storelane.fulfilment.FulfilmentFilter;
import io.storelane.fulfilment.FulfilmentList;
import io.storelane.fulfilment.FulfilmentView;
import io.storelane.job.Bulk;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Slice;
import io.storelane.ui.Tab;
import io.storelane.ui.Ui;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import io.storelane.web.list.Download;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What the locations of the workspace have to send. */
@Controller
@RequestMapping("/w/{workspace}/fulfilments")
class FulfilmentsPage {

    private static final int SIZE = 50;

    private final FulfilmentList list;
    private final FulfilmentBulk bulk;
    private final FulfilmentsFile file;
    private final FulfilmentWords words;
    private final Toasts toasts;
    private final Ui ui;
    private final Clock clock;

    FulfilmentsPage(
            FulfilmentList list,
            FulfilmentBulk bulk,
            FulfilmentsFile file,
            FulfilmentWords words,
            Toasts toasts,
            Ui ui,
            Clock clock) {
        this.list = list;
        this.bulk = bulk;
        this.file = file;
        this.words = words;
        this.toasts = toasts;
        this.ui = ui;
        this.clock = clock;
    }

    /** The part of the address that says which to show; what cannot be read is left out. */
    record FulfilmentsQuery(
            @Nullable String view,
            @Nullable String q,
            @Nullable String location,
            @Nullable String assignee,
            @Nullable String sort) {

        FulfilmentFilter filter() {
            return new FulfilmentFilter(text(view), text(q), id(location), id(assignee), text(sort));
        }

        /** As it stands in an address, without what says nothing. */
        Map<String, String> params() {
            FulfilmentFilter filter = filter();
            Map<String, String> params = new LinkedHashMap<>();
            params.put("view", filter.view().equals("open") ? "" : filter.view());
            params.put("q", filter.q());
            params.put("location", text(location));
            params.put("assignee", text(assignee));
            params.put("sort", filter.sort().equals("created") ? "" : filter.sort());
            return params;
        }

        private static String text(@Nullable String value) {
            return value == null ? "" : value.strip();
        }

        static @Nullable UUID id(@Nullable String value) {
            try {
                return text(value).length() == 36 ? UUID.fromString(text(value)) : null;
            } catch (IllegalArgumentException _) {
                return null;
            }
        }
    }

    private String address(String page, Map<String, String> params) {
        String address = Visitor.path("/fulfilments" + page);
        for (var param : params.entrySet()) {
            address = ui.with(address, param.getKey(), param.getValue());
        }
        return address;
    }

    @GetMapping
    String list(
            @ModelAttribute FulfilmentsQuery query,
            @RequestParam(defaultValue = "") String after,
            Locale locale,
            Model model) {
        FulfilmentFilter filter = query.filter();
        Slice<FulfilmentView> page = list.find(filter, after, SIZE);
        Map<String, Long> counts = list.counts(filter);
        Access access = Access.current();
        Map<String, String> params = query.params();
        model.addAttribute("fulfilments", page.rows());
        model.addAttribute("now", clock.instant());
        model.addAttribute("prev", page.previous());
        model.addAttribute("next", page.next());
        model.addAttribute("total", counts.get(filter.view()));
        model.addAttribute(
                "tabs",
                FulfilmentFilter.VIEWS.stream()
                        .map(view -> new Tab(
                                "fulfilment.view." + view,
                                ui.with(address("", params), "view", view.equals("open") ? "" : view),
                                counts.get(view),
                                filter.view().equals(view)))
                        .toList());
        model.addAttribute("filter", filter);
        model.addAttribute("params", params);
        Map<String, String> hidden = new LinkedHashMap<>(params);
        hidden.remove("q");
        model.addAttribute("hidden", hidden);
        model.addAttribute("back", address("", params));
        model.addAttribute("exportHref", address("/export", params));
        model.addAttribute("locations", words.options(list.locations(), "fulfilment.allLocations", locale));
        model.addAttribute("people", words.options(list.people(), "fulfilment.anybody", locale));
        model.addAttribute("mayManage", access.allows(Permission.FULFILMENT_MANAGE));
        model.addAttribute("maySet", access.allows(Permission.SETTINGS_VIEW));
        return "fulfilment/list";
    }

    @GetMapping("/export")
    void export(@ModelAttribute FulfilmentsQuery query, Download to) throws IOException {
        to.send(file, query.filter());
    }

    /**
     * A few are changed at once, and of each that stays as it was the list says why; for more a job begins.
     *
     * @param all true for all that the list shows on all its pages
     */
    @PostMapping("/bulk")
    String bulk(
            @ModelAttribute FulfilmentsQuery query,
            @RequestParam(defaultValue = "") List<UUID> id,
            @RequestParam(defaultValue = "false") boolean all,
            @RequestParam(defaultValue = "") String action,
            @RequestParam(defaultValue = "") String carrier,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String assigneeId,
            Locale locale,
            RedirectAttributes redirect) {
        Access.current().require(Permission.FULFILMENT_MANAGE);
        Action wanted = Action.of(action);
        String value = switch (wanted) {
            case SHIP -> carrier.strip();
            case REJECT -> reason.strip();
            case ASSIGN -> assigneeId.strip();
            default -> "";
        };
        try {
            Bulk.Outcome outcome = all ? bulk.actOnAll(wanted, value, query.filter()) : bulk.act(wanted, value, id);
            if (outcome.job() != null) {
                return "redirect:" + Visitor.path("/jobs/" + outcome.job());
            }
            if (outcome.done() > 0) {
                toasts.success(redirect, locale, "fulfilment.bulk." + wanted.code(), outcome.done());
            }
            redirect.addFlashAttribute(
                    "failures",
                    outcome.failures().stream()
                            .map(f -> f.number() + ": " + words.problem(f.why(), locale))
                            .toList());
        } catch (ProblemException e) {
            redirect.addFlashAttribute("toastError", words.problem(e, locale));
        }
        return "redirect:" + address("", query.params());
    }
}
