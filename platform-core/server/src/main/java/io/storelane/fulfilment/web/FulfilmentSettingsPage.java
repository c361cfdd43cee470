package io.storelane.fulfilment.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.fulfilment.FulfilmentList;
import io.storelane.fulfilment.FulfilmentSettings;
import io.storelane.web.Forms;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Until when what is due, and who takes it over. */
@Controller
@RequestMapping("/w/{workspace}/fulfilments/settings")
class FulfilmentSettingsPage {

    private final FulfilmentSettings settings;
    private final FulfilmentList list;
    private final FulfilmentWords words;
    private final Toasts toasts;

    FulfilmentSettingsPage(FulfilmentSettings settings, FulfilmentList list, FulfilmentWords words, Toasts toasts) {
        this.settings = settings;
        this.list = list;
        this.words = words;
        this.toasts = toasts;
    }

    /** Settings as typed. */
    record FulfilmentSettingsForm(
            String acceptMinutes,
            String shipMinutes,
            String carrierMinutes,
            String aftersalesMinutes,
            String warehouseId,
            String aftersalesId,
            String version) {

        @SuppressWarnings("NullAway") // a field that was not sent is null until here
        FulfilmentSettingsForm {
            acceptMinutes = given(acceptMinutes);
            shipMinutes = given(shipMinutes);
            carrierMinutes = given(carrierMinutes);
            aftersalesMinutes = given(aftersalesMinutes);
            warehouseId = given(warehouseId);
            aftersalesId = given(aftersalesId);
            version = given(version);
        }

        private static String given(@Nullable String typed) {
            return typed == null ? "" : typed.strip();
        }

        private static String text(@Nullable UUID id) {
            return id == null ? "" : id.toString();
        }

        static FulfilmentSettingsForm of(FulfilmentSettings.Values v) {
            return new FulfilmentSettingsForm(
                    String.valueOf(v.accept()),
                    String.valueOf(v.ship()),
                    String.valueOf(v.carrier()),
                    String.valueOf(v.aftersales()),
                    text(v.warehouse()),
                    text(v.aftersalesDepartment()),
                    String.valueOf(v.version()));
        }

        /** What cannot be read becomes a value that the door refuses. */
        FulfilmentSettings.Values values() {
            return new FulfilmentSettings.Values(
                    minutes(acceptMinutes),
                    minutes(shipMinutes),
                    minutes(carrierMinutes),
                    minutes(aftersalesMinutes),
                    FulfilmentsPage.FulfilmentsQuery.id(warehouseId),
                    FulfilmentsPage.FulfilmentsQuery.id(aftersalesId),
                    version.matches("\\d{1,18}") ? Long.parseLong(version) : -1);
        }

        private static int minutes(String typed) {
            return typed.matches("\\d{1,9}") ? Integer.parseInt(typed) : -1;
        }
    }

    @GetMapping
    String show(Locale locale, Model model) {
        model.addAttribute("fulfilmentSettingsForm", FulfilmentSettingsForm.of(settings.shown()));
        return form(locale, model);
    }

    private String form(Locale locale, Model model) {
        model.addAttribute("departments", words.options(list.departments(), "handOver.noDepartment", locale));
        model.addAttribute("mayManage", Access.current().allows(Permission.SETTINGS_MANAGE));
        return "fulfilment/settings";
    }

    @PostMapping
    String save(
            @ModelAttribute FulfilmentSettingsForm fulfilmentSettingsForm,
            BindingResult form,
            HttpServletResponse response,
            Locale locale,
            Model model,
            RedirectAttributes redirect) {
        Access.current().require(Permission.SETTINGS_MANAGE);
        if (!Forms.submit(form, response, () -> settings.change(fulfilmentSettingsForm.values()))) {
            return form(locale, model);
        }
        toasts.success(redirect, locale, "fulfilment.settings.saved");
        return "redirect:" + Visitor.path("/fulfilments/settings");
    }
}
