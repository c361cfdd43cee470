package io.storelane.web;

import io.storelane.ui.DesignModel;
import java.util.Locale;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Every component of the design system on one page, for those who build pages. */
@Controller
@Profile("local")
class DesignPage {

    @GetMapping("/design")
    String design(Locale locale, Model model) {
        DesignModel.fill(model, locale);
        return "design";
    }
}
