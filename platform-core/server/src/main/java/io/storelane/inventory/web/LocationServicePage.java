package io.storelane.inventory.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.inventory.Area;
import io.storelane.inventory.LocationService;
import io.storelane.inventory.Opening;
import io.storelane.inventory.Region;
import io.storelane.inventory.Regions;
import io.storelane.inventory.RoutingRules;
import io.storelane.ui.Option;
import io.storelane.web.Forms;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
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

/** The form for which regions a location serves, and when. */
@Controller
@RequestMapping("/w/{workspace}/locations")
class LocationServicePage {

    private static final int OFFERED = 12;

    private final RoutingRules routing;
    private final Regions regions;
    private final Toasts toasts;

    LocationServicePage(RoutingRules routing, Regions regions, Toasts toasts) {
        this.routing = routing;
        this.regions = regions;
        this.toasts = toasts;
    }

    @GetMapping("/{id}/service")
    String show(@PathVariable UUID id, Locale locale, Model model) {
        Access.current().require(Permission.LOCATIONS_MANAGE);
        LocationService service = routing.service(id);
        model.addAttribute("serviceForm", ServiceForm.of(service, regions));
        return form(service, locale, model);
    }

    private static String form(LocationService service, Locale locale, Model model) {
        model.addAttribute("location", service.location());
        model.addAttribute(
                "days",
                IntStream.rangeClosed(1, 7)
                        .mapToObj(day -> ServiceWords.name(day, locale))
                        .toList());
        return "inventory/service";
    }

    /** @param rows {@code regions} or {@code closed} to go on with more of them, and save nothing */
    @PostMapping("/{id}/service")
    String save(
            @PathVariable UUID id,
            @ModelAttribute ServiceForm serviceForm,
            BindingResult form,
            @RequestParam(defaultValue = "") String rows,
            HttpServletResponse response,
            Locale locale,
            Model model,
            RedirectAttributes redirect) {
        Access.current().require(Permission.LOCATIONS_MANAGE);
        LocationService service = routing.service(id);
        if (!rows.isEmpty()) {
            model.asMap().remove(BindingResult.MODEL_KEY_PREFIX + "serviceForm");
            model.addAttribute("serviceForm", serviceForm.withMore(rows));
            return form(service, locale, model);
        }
        Area area = serviceForm.area(regions, form);
        Opening opening = serviceForm.opening(form);
        long version = serviceForm.version().matches("\\d{1,18}") ? Long.parseLong(serviceForm.version()) : -1;
        if (!Forms.submit(form, response, () -> routing.serve(id, version, area, opening))) {
            return form(service, locale, model);
        }
        toasts.success(redirect, locale, "location.changed", service.location().name());
        return "redirect:" + Visitor.path("/locations/" + id);
    }

    /** Regions whose name contains what is typed in a field, whatever the field is called: no secret to any member. */
    @GetMapping("/regions")
    String offered(HttpServletRequest request, Model model) {
        String typed = request.getParameterMap().values().stream()
                .filter(v -> v.length > 0)
                .map(v -> v[0])
                .findFirst()
                .orElse("")
                .strip();
        model.addAttribute(
                "options",
                typed.isEmpty()
                        ? List.of()
                        : regions.search(typed, OFFERED).stream()
                                .map(this::option)
                                .toList());
        return "inventory/regions";
    }

    private Option option(Region region) {
        return new Option(regions.shown(region.code()), regions.path(region.code()));
    }
}
