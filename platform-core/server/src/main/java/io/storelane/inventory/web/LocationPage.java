package io.storelane.inventory.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.inventory.LocationView;
import io.storelane.inventory.Locations;
import io.storelane.inventory.Regions;
import io.storelane.inventory.RoutingRules;
import io.storelane.inventory.StockList;
import io.storelane.web.Forms;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One location: what it is, and the form for it. */
@Controller
@RequestMapping("/w/{workspace}/locations")
class LocationPage {

    private final Locations locations;
    private final StockList stock;
    private final RoutingRules routing;
    private final ServiceWords words;
    private final Regions regions;
    private final Choices choices;
    private final Toasts toasts;
    private final Buttons buttons;

    LocationPage(
            Locations locations,
            StockList stock,
            RoutingRules routing,
            ServiceWords words,
            Regions regions,
            Choices choices,
            Toasts toasts,
            Buttons buttons) {
        this.locations = locations;
        this.stock = stock;
        this.routing = routing;
        this.words = words;
        this.regions = regions;
        this.choices = choices;
        this.toasts = toasts;
        this.buttons = buttons;
    }

    @GetMapping("/{id}")
    String show(
            @PathVariable UUID id,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean part,
            Locale locale,
            Model model) {
        LocationView location = locations.location(id);
        Access access = Access.current();
        model.addAttribute("location", location);
        model.addAttribute(
                "service", words.shown(routing.services(List.of(location)).getFirst(), locale));
        model.addAttribute(
                "country", Locale.of("", location.details().address().country()).getDisplayCountry(locale));
        model.addAttribute("known", regions.known(location.details().address().region()));
        model.addAttribute("levels", stock.count(new StockList.Filter("", id, null, "", "sku")));
        model.addAttribute("low", stock.count(new StockList.Filter("", id, null, "low", "sku")));
        model.addAttribute("mayManage", access.allowsAt(Permission.LOCATIONS_MANAGE, location.path()));
        model.addAttribute("mayChangeStock", access.allowsAt(Permission.STOCK_MANAGE, location.path()));
        return part ? "inventory/location-drawer" : "inventory/location";
    }

    @GetMapping("/new")
    String add(
            @RequestParam(required = false) @Nullable UUID node,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Locale locale,
            Model model) {
        Access.current().require(Permission.LOCATIONS_MANAGE);
        return form(LocationForm.empty(node, zone.getId()), null, locale, model);
    }

    @PostMapping("/new")
    String add(
            @Valid @ModelAttribute LocationForm locationForm,
            BindingResult result,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        Access.current().require(Permission.LOCATIONS_MANAGE);
        AtomicReference<UUID> added = new AtomicReference<>();
        if (!Forms.submit(result, response, () -> added.set(locations.add(locationForm.details())))) {
            return fill(locationForm, null, locale, model);
        }
        toasts.success(redirect, locale, "location.added", locationForm.name());
        return "redirect:" + Visitor.path("/locations/" + added.get());
    }

    @GetMapping("/{id}/edit")
    String edit(@PathVariable UUID id, Locale locale, Model model) {
        Access.current().require(Permission.LOCATIONS_MANAGE);
        return form(LocationForm.of(locations.location(id)), id, locale, model);
    }

    @PostMapping("/{id}/edit")
    String edit(
            @PathVariable UUID id,
            @Valid @ModelAttribute LocationForm locationForm,
            BindingResult result,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        Access.current().require(Permission.LOCATIONS_MANAGE);
        if (!Forms.submit(
                result,
                response,
                () -> locations.change(id, Long.parseLong(locationForm.version()), locationForm.details()))) {
            return fill(locationForm, id, locale, model);
        }
        toasts.success(redirect, locale, "location.changed", locationForm.name());
        return "redirect:" + Visitor.path("/locations/" + id);
    }

    /** The fields of the place, when another country, province or city was chosen. */
    @GetMapping("/place")
    String place(@ModelAttribute LocationForm locationForm, Locale locale, Model model) {
        Access.current().require(Permission.LOCATIONS_MANAGE);
        form(locationForm, null, locale, model);
        return "inventory/location-place :: place";
    }

    @PostMapping("/{id}/delete")
    String delete(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        boolean done = buttons.press(() -> locations.delete(id), "location.deleted", locale, redirect);
        return "redirect:" + Visitor.path(done ? "/locations" : "/locations/" + id);
    }

    private String form(LocationForm form, @Nullable UUID id, Locale locale, Model model) {
        model.addAttribute("locationForm", form);
        return fill(form, id, locale, model);
    }

    private String fill(LocationForm form, @Nullable UUID id, Locale locale, Model model) {
        model.addAttribute("id", id);
        model.addAttribute("kinds", choices.kinds(locale));
        model.addAttribute("nodes", choices.nodes(Permission.LOCATIONS_MANAGE));
        model.addAttribute("zones", Choices.zones());
        model.addAttribute("countries", Choices.countries(locale));
        model.addAttribute("china", "CN".equals(form.country()));
        model.addAttribute("provinces", choices.provinces(locale));
        model.addAttribute("cities", choices.below(form.province(), "location.city.none", locale));
        model.addAttribute("districts", choices.below(form.cityOfProvince(), "location.district.none", locale));
        return "inventory/location-form";
    }
}
