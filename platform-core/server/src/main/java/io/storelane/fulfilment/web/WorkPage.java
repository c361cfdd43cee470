package io.storelane.fulfilment.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.fulfilment.FulfilmentView;
import io.storelane.fulfilment.Fulfilments;
import io.storelane.fulfilment.MyWork;
import io.storelane.fulfilment.WorkState;
import io.storelane.inventory.LocationView;
import io.storelane.inventory.Locations;
import io.storelane.tenancy.Slice;
import io.storelane.ui.Option;
import io.storelane.web.Visitor;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The work of an outlet or a warehouse on a phone: what is due first, one after the other, each in three taps from open to shipped.
 * Codes come from the camera, from a scanner that types, or from a finger.
 */
@Controller
@RequestMapping("/w/{workspace}/work")
class WorkPage {

    private static final int SIZE = 25;

    private final MyWork work;
    private final Fulfilments fulfilments;
    private final Locations locations;
    private final FulfilmentWords words;
    private final Clock clock;

    WorkPage(MyWork work, Fulfilments fulfilments, Locations locations, FulfilmentWords words, Clock clock) {
        this.work = work;
        this.fulfilments = fulfilments;
        this.locations = locations;
        this.words = words;
        this.clock = clock;
    }

    /** @param mine true for what is assigned to the reader only */
    @GetMapping
    String list(
            @RequestParam(required = false) @Nullable UUID location,
            @RequestParam(defaultValue = "false") boolean mine,
            @RequestParam(defaultValue = "") String after,
            Locale locale,
            Model model) {
        Slice<FulfilmentView> page = work.list(location, mine, after, SIZE);
        model.addAttribute("rows", page.rows());
        model.addAttribute("prev", page.previous());
        model.addAttribute("next", page.next());
        model.addAttribute("location", location);
        model.addAttribute("mine", mine);
        model.addAttribute("now", clock.instant());
        model.addAttribute("places", places(locale));
        return "fulfilment/work";
    }

    /** Locations to narrow the list by; none if the reader sees one at most. */
    private List<Option> places(Locale locale) {
        if (!Access.current().allows(Permission.STOCK_VIEW)) {
            return List.of();
        }
        List<LocationView> open = locations.choices(Permission.STOCK_VIEW);
        List<Option> options = new ArrayList<>(List.of(new Option("", words.text("work.allPlaces", locale))));
        open.stream().limit(200).forEach(l -> options.add(new Option(l.id().toString(), l.name())));
        return open.size() < 2 ? List.of() : options;
    }

    /** What was scanned or typed on the list: any number that somebody at the location may hold in the hand. */
    @GetMapping("/find")
    String find(@RequestParam(defaultValue = "") String code, Locale locale, RedirectAttributes redirect) {
        MyWork.Found found = work.byCode(code);
        if (found.id() == null) {
            redirect.addFlashAttribute(
                    "toastError", words.text(found.several() ? "work.several" : "work.notFound", locale, code.strip()));
            return "redirect:" + Visitor.path("/work");
        }
        return "redirect:" + Visitor.path("/work/" + found.id());
    }

    @GetMapping("/{id}")
    String show(@PathVariable UUID id, Model model) {
        FulfilmentView one = fulfilments.fulfilment(id);
        model.addAttribute("one", one);
        model.addAttribute("now", clock.instant());
        model.addAttribute("mayManage", Access.current().allowsAt(Permission.FULFILMENT_MANAGE, one.path()));
        model.addAttribute("carriers", FulfilmentPage.CARRIERS);
        model.addAttribute("step", step(one.state()));
        if (!model.containsAttribute("typed")) {
            model.addAttribute("typed", Map.of("carrier", one.state() == WorkState.PACKED ? work.lastCarrier() : ""));
        }
        return "fulfilment/work-one";
    }

    /** Which of the three steps comes next, from 1; 4 if none does. */
    private static int step(WorkState state) {
        return switch (state) {
            case OPEN, ACCEPTED -> 1;
            case PICKING -> 2;
            case PACKED -> 3;
            default -> 4;
        };
    }

    @PostMapping("/{id}/start")
    String start(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        words.press(() -> work.start(id), "work.started", locale, redirect);
        return back(id);
    }

    @PostMapping("/{id}/scan")
    String scan(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String code,
            Locale locale,
            RedirectAttributes redirect) {
        words.press(() -> work.scan(id, code), "work.scanned", locale, redirect);
        return back(id);
    }

    /** All of a line, or none if it was all. */
    @PostMapping("/{id}/lines/{line}")
    String line(@PathVariable UUID id, @PathVariable UUID line, Locale locale, RedirectAttributes redirect) {
        words.press(() -> work.toggle(id, line), "work.scanned", locale, redirect);
        return back(id);
    }

    @PostMapping("/{id}/packed")
    String packed(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        words.press(() -> fulfilments.pack(id), "work.packed", locale, redirect);
        return back(id);
    }

    /**
     * With the last units the list is next; until then this one is, for its next parcel.
     *
     * @param params {@code carrier}, {@code tracking}, and the units of each line under its id
     */
    @PostMapping("/{id}/shipped")
    String shipped(
            @PathVariable UUID id,
            @RequestParam Map<String, String> params,
            Locale locale,
            RedirectAttributes redirect) {
        FulfilmentView one = fulfilments.fulfilment(id);
        boolean done = words.press(
                () -> fulfilments.ship(id, List.of(TypedParcel.of(one, params))), "work.shipped", locale, redirect);
        if (!done) {
            redirect.addFlashAttribute("typed", new HashMap<>(params));
            return back(id);
        }
        return fulfilments.fulfilment(id).left() > 0 ? back(id) : "redirect:" + Visitor.path("/work");
    }

    private static String back(UUID id) {
        return "redirect:" + Visitor.path("/work/" + id);
    }
}
