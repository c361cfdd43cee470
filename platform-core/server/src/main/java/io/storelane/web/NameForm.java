package io.storelane.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;

/** A form that asks for a name and nothing else, in the drawer or on a page of its own. */
public record NameForm(@NotBlank @Size(max = 200) String name) {

    public NameForm(@Nullable String name) {
        this.name = name == null ? "" : name;
    }

    /**
     * What stands around the field.
     *
     * @param titleKey key of the title; its value is {@code titleName}
     * @param helpKey key of a sentence below the field, or null for none
     * @param submitKey key of the button's text
     * @param cancel page to go back to
     */
    public record Frame(
            String titleKey, String titleName, @Nullable String helpKey, String submitKey, String cancel) {}

    /** The view that shows the form; it is sent to the address of the request. */
    public static String view(HttpServletRequest request, Model model, Frame frame) {
        model.addAttribute("frame", frame);
        model.addAttribute("action", request.getRequestURI());
        return "true".equals(request.getHeader("HX-Request")) ? "web/name-drawer" : "web/name";
    }
}
