package io.storelane.fulfilment.web;

import io.storelane.access.Permission;
import io.storelane.fulfilment.FulfilmentSettings;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.IfMatch;
import io.storelane.web.api.Versioned;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Until when what is due, and who takes it over. */
@RestController
@RequestMapping("/api/v1/settings/fulfilment")
class FulfilmentSettingsApi {

    private static final String SETTINGS = """
            {"acceptMinutes": 240, "shipMinutes": 1440, "carrierMinutes": 480, "aftersalesMinutes": 1440, "warehouseId": null,
             "aftersalesId": null, "version": 0}""";

    private final FulfilmentSettings settings;

    FulfilmentSettingsApi(FulfilmentSettings settings) {
        this.settings = settings;
    }

    record FulfilmentSetting(
            int acceptMinutes,
            int shipMinutes,
            int carrierMinutes,
            int aftersalesMinutes,
            @Nullable UUID warehouseId,
            @Nullable UUID aftersalesId,
            long version)
            implements Versioned {}

    record FulfilmentSettingBody(
            int acceptMinutes,
            int shipMinutes,
            int carrierMinutes,
            int aftersalesMinutes,
            @Nullable UUID warehouseId,
            @Nullable UUID aftersalesId) {}

    @ApiOperation(value = "Read the settings of fulfilment", scope = Permission.SETTINGS_VIEW, answer = SETTINGS)
    @GetMapping
    FulfilmentSetting get() {
        FulfilmentSettings.Values v = settings.shown();
        return new FulfilmentSetting(
                v.accept(),
                v.ship(),
                v.carrier(),
                v.aftersales(),
                v.warehouse(),
                v.aftersalesDepartment(),
                v.version());
    }

    @ApiOperation(
            value = "Change the settings of fulfilment",
            details =
                    "Minutes until a location should accept (`acceptMinutes`), all should have left (`shipMinutes`), the carrier should"
                            + " have what is packed (`carrierMinutes`), after-sales should begin with a return (`aftersalesMinutes`);"
                            + " departments that take over from sales (`warehouseId`) and take returns (`aftersalesId`), null for none in"
                            + " particular. They hold for what begins from then on.",
            scope = {Permission.SETTINGS_MANAGE, Permission.SETTINGS_VIEW},
            body = """
                    {"acceptMinutes": 240, "shipMinutes": 1440, "carrierMinutes": 480, "aftersalesMinutes": 1440, "warehouseId": null,
                     "aftersalesId": null}""",
            answer = SETTINGS)
    @PutMapping
    FulfilmentSetting change(@IfMatch long version, @RequestBody FulfilmentSettingBody body) {
        settings.change(new FulfilmentSettings.Values(
                body.acceptMinutes(),
                body.shipMinutes(),
                body.carrierMinutes(),
                body.aftersalesMinutes(),
                body.warehouseId(),
                body.aftersalesId(),
                version));
        return get();
    }
}
