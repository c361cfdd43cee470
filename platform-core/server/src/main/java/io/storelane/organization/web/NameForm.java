package io.storelane.organization.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;

/** One name: all that a department or a position has. */
record NameForm(@NotBlank @Size(max = 200) String name) {

    NameForm(@Nullable String name) {
        this.name = Views.orEmpty(name);
    }

    /** Shows the form; it is sent to the address of the request. */
    static String view(HttpServletRequest request, Model model, String titleKey, String titleName) {
        model.addAttribute("titleKey", titleKey);
        model.addAttribute("titleName", titleName);
        model.addAttribute("action", request.getRequestURI());
        return Views.form(request, "organization/name");
    }
}
