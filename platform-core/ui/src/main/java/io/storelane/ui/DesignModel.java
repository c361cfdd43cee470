package io.storelane.ui;

import java.util.Locale;
import org.springframework.ui.Model;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.BindingResult;

/** What the page {@code design} shows: made-up content, and a form with errors. */
public final class DesignModel {

    private DesignModel() {}

    /** Adds all that the template reads, apart from what every page has. */
    public static void fill(Model model, Locale locale) {
        model.addAttribute("sample", Sample.in(locale));
        var form = new DesignForm("", "lin@", "clerk", "", false, true, "");
        model.addAttribute("designForm", form);
        var result = new BeanPropertyBindingResult(form, "designForm");
        result.rejectValue("name", "ui.design.error.required");
        result.rejectValue("email", "ui.design.error.email");
        model.addAttribute(BindingResult.MODEL_KEY_PREFIX + "designForm", result);
    }
}
