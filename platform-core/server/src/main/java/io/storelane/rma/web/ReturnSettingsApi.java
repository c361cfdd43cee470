package io.storelane.rma.web;

import io.storelane.access.Permission;
import io.storelane.rma.ReturnSettings;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.IfMatch;
import io.storelane.web.api.Versioned;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How the workspace takes returns. */
@RestController
@RequestMapping("/api/v1/settings/returns")
class ReturnSettingsApi {

    private static final String SETTINGS = """
            {"days": 7, "answerHours": 24, "version": 1}""";

    private final ReturnSettings settings;

    ReturnSettingsApi(ReturnSettings settings) {
        this.settings = settings;
    }

    record ReturnSettingsDoc(@Nullable Integer days, int answerHours, long version) implements Versioned {}

    record ReturnSettingsBody(@Nullable Integer days, int answerHours) {}

    @ApiOperation(value = "Read the settings of returns", scope = Permission.SETTINGS_VIEW, answer = SETTINGS)
    @GetMapping
    ReturnSettingsDoc get() {
        ReturnSettings.Values values = settings.shown();
        return new ReturnSettingsDoc(values.days(), values.answerHours(), values.version());
    }

    @ApiOperation(
            value = "Change the settings of returns",
            details =
                    "`days` after delivery units can be given back, null for ever; each step that waits for the workspace is late after"
                            + " `answerHours`.",
            scope = {Permission.SETTINGS_MANAGE, Permission.SETTINGS_VIEW},
            body = """
                    {"days": 7, "answerHours": 24}""",
            answer = SETTINGS)
    @PutMapping
    ReturnSettingsDoc change(@IfMatch long version, @RequestBody ReturnSettingsBody body) {
        settings.change(new ReturnSettings.Values(body.days(), body.answerHours(), version));
        return get();
    }
}
