package io.storelane.rma.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.rma.ReturnSettings;
import io.storelane.web.Forms;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How the workspace takes returns. */
@Controller
@RequestMapping("/w/{workspace}/returns/settings")
class ReturnSettingsPage {

    private final ReturnSettings settings;
    private final Toasts toasts;

    ReturnSettingsPage(ReturnSettings settings, Toasts toasts) {
        this.settings = settings;
        this.toasts = toasts;
    }

    /** Settings as typed. */
    record ReturnSettingsForm(String days, String answerHours, String version) {

        ReturnSettingsForm(@Nullable String days, @Nullable String answerHours, @Nullable String version) {
            this.days = days == null ? "" : days.strip();
            this.answerHours = answerHours == null ? "" : answerHours.strip();
            this.version = version == null ? "" : version;
        }

        static ReturnSettingsForm of(ReturnSettings.Values values) {
            Integer days = values.days();
            return new ReturnSettingsForm(
                    days == null ? "" : days.toString(),
                    Integer.toString(values.answerHours()),
                    Long.toString(values.version()));
        }

        /** What cannot be read becomes a value that the door refuses. */
        ReturnSettings.Values values() {
            return new ReturnSettings.Values(
                    days.isEmpty() ? null : (int) Given.units(days),
                    (int) Given.units(answerHours),
                    Given.version(version));
        }
    }

    @GetMapping
    String show(Model model) {
        model.addAttribute("returnSettingsForm", ReturnSettingsForm.of(settings.shown()));
        return form(model);
    }

    private static String form(Model model) {
        model.addAttribute("mayManage", Access.current().allows(Permission.SETTINGS_MANAGE));
        return "rma/settings";
    }

    @PostMapping
    String save(
            @ModelAttribute ReturnSettingsForm returnSettingsForm,
            BindingResult form,
            HttpServletResponse response,
            Locale locale,
            Model model,
            RedirectAttributes redirect) {
        Access.current().require(Permission.SETTINGS_MANAGE);
        if (!Forms.submit(form, response, () -> settings.change(returnSettingsForm.values()))) {
            return form(model);
        }
        toasts.success(redirect, locale, "rma.settings.saved");
        return "redirect:" + Visitor.path("/returns/settings");
    }
}
