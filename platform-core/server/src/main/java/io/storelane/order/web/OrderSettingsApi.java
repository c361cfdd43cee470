package io.storelane.order.web;

import io.storelane.access.Permission;
import io.storelane.order.OrderSettings;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.IfMatch;
import io.storelane.web.api.Versioned;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How the workspace takes orders in. */
@RestController
@RequestMapping("/api/v1/settings/orders")
class OrderSettingsApi {

    private static final String SETTINGS = """
            {"holdMinutes": 30, "taxRate": 1300, "shipUnpaid": false, "version": 1}""";

    private final OrderSettings settings;

    OrderSettingsApi(OrderSettings settings) {
        this.settings = settings;
    }

    /** @param taxRate basis points */
    record Settings(@Nullable Integer holdMinutes, int taxRate, boolean shipUnpaid, long version)
            implements Versioned {}

    record SettingsBody(
            @Nullable Integer holdMinutes,
            int taxRate,
            @Nullable Boolean shipUnpaid) {}

    @ApiOperation(value = "Read the settings of orders", scope = Permission.SETTINGS_VIEW, answer = SETTINGS)
    @GetMapping
    Settings get() {
        OrderSettings.Values values = settings.shown();
        return new Settings(values.holdMinutes(), values.taxRate(), values.shipUnpaid(), values.version());
    }

    @ApiOperation(
            value = "Change the settings of orders",
            details =
                    "`holdMinutes` is how long units are held for an order of which nothing is paid, null for ever; `taxRate` is the"
                            + " rate of lines that name none, in basis points; with `shipUnpaid` orders are shipped before they are paid. They hold for orders that are placed from then on.",
            scope = {Permission.SETTINGS_MANAGE, Permission.SETTINGS_VIEW},
            body = """
                    {"holdMinutes": 30, "taxRate": 1300, "shipUnpaid": false}""",
            answer = SETTINGS)
    @PutMapping
    Settings change(@IfMatch long version, @RequestBody SettingsBody body) {
        settings.change(new OrderSettings.Values(
                body.holdMinutes(), body.taxRate(), Boolean.TRUE.equals(body.shipUnpaid()), version));
        return get();
    }
}
