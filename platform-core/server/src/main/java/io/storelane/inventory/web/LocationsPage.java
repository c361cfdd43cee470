package io.storelane.inventory.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.inventory.LocationKind;
import io.storelane.inventory.LocationView;
import io.storelane.inventory.Locations;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Slice;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import io.storelane.web.list.Download;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The locations of the workspace. */
@Controller
@RequestMapping("/w/{workspace}/locations")
class LocationsPage {

    private static final int SIZE = 50;
    private static final List<String> STATES = List.of("open", "closed");

    private final Locations locations;
    private final Choices choices;
    private final Toasts toasts;
    private final MessageSource messages;
    private final LocationsFile locationsFile;

    LocationsPage(
            Locations locations, Choices choices, Toasts toasts, MessageSource messages, LocationsFile locationsFile) {
        this.locationsFile = locationsFile;
        this.locations = locations;
        this.choices = choices;
        this.toasts = toasts;
        this.messages = messages;
    }

    /** What the address of the list says. */
    record Query(
            @Nullable String q,
            @Nullable String kind,
            @Nullable UUID node,
            @Nullable String state,
            @Nullable String sort) {

        Locations.Filter filter() {
            return new Locations.Filter(
                    q == null ? "" : q.strip(),
                    LocationKind.of(kind == null ? "" : kind).orElse(null),
                    node,
                    state == null || !STATES.contains(state) ? "" : state,
                    sort == null ? "code" : sort);
        }
    }

    @GetMapping
    String list(
            @ModelAttribute Query query, @RequestParam(defaultValue = "") String after, Locale locale, Model model) {
        Locations.Filter filter = query.filter();
        Slice<LocationView> page = locations.find(filter, after, SIZE);
        model.addAttribute("locations", page.rows());
        model.addAttribute("prev", page.previous());
        model.addAttribute("next", page.next());
        model.addAttribute("total", locations.count(filter));
        model.addAttribute("filter", filter);
        model.addAttribute(
                "kind",
                filter.kind() == null
                        ? ""
                        : Objects.requireNonNull(filter.kind()).code());
        model.addAttribute("kinds", choices.kindFilter(locale));
        model.addAttribute("nodes", choices.nodeFilter(locale));
        model.addAttribute("mayManage", Access.current().allows(Permission.LOCATIONS_MANAGE));
        return "inventory/locations";
    }

    @GetMapping("/export")
    void export(@ModelAttribute Query query, Download to) throws IOException {
        to.send(locationsFile, query.filter());
    }

    @PostMapping("/close")
    String close(
            @RequestParam(defaultValue = "") List<UUID> id,
            @RequestParam(required = false) @Nullable UUID back,
            Locale locale,
            RedirectAttributes redirect) {
        return setActive(id, false, back, locale, redirect);
    }

    @PostMapping("/open")
    String open(
            @RequestParam(defaultValue = "") List<UUID> id,
            @RequestParam(required = false) @Nullable UUID back,
            Locale locale,
            RedirectAttributes redirect) {
        return setActive(id, true, back, locale, redirect);
    }

    /** Closes or opens the chosen ones one by one and says of each that stays why. */
    private String setActive(
            List<UUID> ids, boolean active, @Nullable UUID back, Locale locale, RedirectAttributes redirect) {
        List<String> failures = new ArrayList<>();
        int done = 0;
        for (UUID id : ids.stream().distinct().limit(SIZE).toList()) {
            try {
                locations.setActive(id, active);
                done++;
            } catch (ProblemException e) {
                failures.add(messages.getMessage(e.code().messageKey(), e.args(), locale));
            }
        }
        if (done > 0) {
            toasts.success(redirect, locale, active ? "location.openedMany" : "location.closedMany", done);
        }
        redirect.addFlashAttribute("failures", failures);
        return "redirect:" + Visitor.path(back == null ? "/locations" : "/locations/" + back);
    }
}
