package io.storelane.inventory.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.inventory.LocationView;
import io.storelane.inventory.Locations;
import io.storelane.inventory.RoutingRules;
import io.storelane.tenancy.Slice;
import io.storelane.web.Visitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The rules by which the workspace chooses the location that ships, and what each location serves. */
@Controller
@RequestMapping("/w/{workspace}/routing")
class RoutingPage {

    private static final int SIZE = 50;

    private final RoutingRules routing;
    private final Locations locations;
    private final ServiceWords words;
    private final Buttons buttons;

    RoutingPage(RoutingRules routing, Locations locations, ServiceWords words, Buttons buttons) {
        this.routing = routing;
        this.locations = locations;
        this.words = words;
        this.buttons = buttons;
    }

    @GetMapping
    String show(@RequestParam(defaultValue = "") String after, Locale locale, Model model) {
        RoutingRules.Values rules = routing.shown();
        Access access = Access.current();
        model.addAttribute("rules", rules);
        model.addAttribute("mayManage", access.allows(Permission.SETTINGS_MANAGE));
        boolean seesStock = access.allows(Permission.STOCK_VIEW);
        model.addAttribute("mayTry", access.allowsAt(Permission.STOCK_VIEW, Access.ROOT_PATH));
        Slice<LocationView> page = seesStock
                ? locations.find(new Locations.Filter("", null, null, "open", "code"), after, SIZE)
                : new Slice<>(List.of(), null, null);
        model.addAttribute(
                "services",
                routing.services(page.rows()).stream()
                        .map(s -> words.shown(s, locale))
                        .toList());
        model.addAttribute("prev", page.previous());
        model.addAttribute("next", page.next());
        return "inventory/routing";
    }

    /**
     * What a button does to a rule.
     *
     * @param act {@code UP}, {@code DOWN}, {@code ON} or {@code OFF}
     */
    @PostMapping
    String change(
            @RequestParam(defaultValue = "") String act,
            @RequestParam(defaultValue = "") String rule,
            @RequestParam(defaultValue = "-1") long version,
            Locale locale,
            RedirectAttributes redirect) {
        Access.current().require(Permission.SETTINGS_MANAGE);
        List<String> order = new ArrayList<>(routing.shown().order());
        int at = order.indexOf(rule);
        switch (act) {
            case "UP" -> move(order, at, at - 1);
            case "DOWN" -> move(order, at, at + 1);
            case "ON" -> {
                if (at < 0) {
                    order.add(rule);
                }
            }
            case "OFF" -> order.remove(rule);
            default -> {}
        }
        buttons.press(() -> routing.change(new RoutingRules.Values(order, version)), "routing.saved", locale, redirect);
        return "redirect:" + Visitor.path("/routing");
    }

    private static void move(List<String> order, int from, int to) {
        if (from >= 0 && to >= 0 && to < order.size()) {
            order.add(to, order.remove(from));
        }
    }
}
