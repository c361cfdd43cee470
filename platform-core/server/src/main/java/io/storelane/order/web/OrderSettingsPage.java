package io.storelane.order.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.order.OrderSettings;
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

/** How the workspace takes orders in. */
@Controller
@RequestMapping("/w/{workspace}/orders/settings")
class OrderSettingsPage {

    private final OrderSettings settings;
    private final Toasts toasts;

    OrderSettingsPage(OrderSettings settings, Toasts toasts) {
        this.settings = settings;
        this.toasts = toasts;
    }

    /** Settings as typed. */
    record OrderSettingsForm(
            String holdMinutes, String taxRate, @Nullable Boolean shipUnpaid, String version) {

        @SuppressWarnings("NullAway") // a field that was not sent is null until here
        OrderSettingsForm {
            holdMinutes = EditForm.given(holdMinutes);
            taxRate = EditForm.given(taxRate);
            version = EditForm.given(version);
        }

        static OrderSettingsForm of(OrderSettings.Values values) {
            Integer minutes = values.holdMinutes();
            return new OrderSettingsForm(
                    minutes == null ? "" : minutes.toString(),
                    Given.percent(values.taxRate()),
                    values.shipUnpaid(),
                    String.valueOf(values.version()));
        }

        /** What cannot be read becomes a value that the door refuses. */
        OrderSettings.Values values() {
            return new OrderSettings.Values(
                    minutes(holdMinutes),
                    taxRate.isEmpty() ? 0 : Given.rate(taxRate).orElse(-1),
                    Boolean.TRUE.equals(shipUnpaid),
                    Given.units(version));
        }
    }

    /** Null for an empty text; -1 for what is no number. */
    static @Nullable Integer minutes(String typed) {
        return typed.isEmpty() ? null : Math.toIntExact(Given.units(typed));
    }

    @GetMapping
    String show(Model model) {
        model.addAttribute("orderSettingsForm", OrderSettingsForm.of(settings.shown()));
        return form(model);
    }

    private static String form(Model model) {
        model.addAttribute("mayManage", Access.current().allows(Permission.SETTINGS_MANAGE));
        return "order/settings";
    }

    @PostMapping
    String save(
            @ModelAttribute OrderSettingsForm orderSettingsForm,
            BindingResult form,
            HttpServletResponse response,
            Locale locale,
            Model model,
            RedirectAttributes redirect) {
        Access.current().require(Permission.SETTINGS_MANAGE);
        if (!Forms.submit(form, response, () -> settings.change(orderSettingsForm.values()))) {
            return form(model);
        }
        toasts.success(redirect, locale, "order.settings.saved");
        return "redirect:" + Visitor.path("/orders/settings");
    }
}
