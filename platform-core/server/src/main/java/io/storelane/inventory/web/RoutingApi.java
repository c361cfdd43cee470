package io.storelane.inventory.web;

import io.storelane.access.Permission;
import io.storelane.inventory.RoutingRules;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.IfMatch;
import io.storelane.web.api.Versioned;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The rules by which the workspace chooses the location that ships. */
@RestController
@RequestMapping("/api/v1/settings/routing")
class RoutingApi {

    private static final String RULES = """
            {"rules": ["division", "stock", "nearness", "cut_off"], "off": ["splits", "region", "priority"], "version": 1}""";

    private final RoutingRules routing;

    RoutingApi(RoutingRules routing) {
        this.routing = routing;
    }

    /** @param off rules that are not asked */
    record Rules(List<String> rules, List<String> off, long version) implements Versioned {}

    record RulesBody(@NotNull @Size(max = 20) List<String> rules) {}

    @ApiOperation(value = "Read the rules of routing", scope = Permission.SETTINGS_VIEW, answer = RULES)
    @GetMapping
    Rules get() {
        RoutingRules.Values values = routing.shown();
        return new Rules(values.order(), values.off(), values.version());
    }

    @ApiOperation(
            value = "Change the rules of routing",
            details =
                    "`rules` are those that are asked, the first one first; what is missing is off. They are `stock` (has all units),"
                            + " `division` (serves the region first), `nearness`, `splits` (ships more lines in full), `region` (belongs to the"
                            + " part of the organisation that sold), `priority` and `cut_off` (still ships today). Where none of them tells two"
                            + " locations apart, the code does. They hold for orders that are routed from then on.",
            scope = {Permission.SETTINGS_MANAGE, Permission.SETTINGS_VIEW},
            body = """
                    {"rules": ["division", "stock", "nearness", "cut_off"]}""",
            answer = RULES)
    @PutMapping
    Rules change(@IfMatch long version, @RequestBody RulesBody body) {
        routing.change(new RoutingRules.Values(body.rules(), version));
        return get();
    }
}
