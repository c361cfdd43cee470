package io.storelane.order.web;

import io.storelane.ui.Option;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;

/** What the small forms of an order ask for: each shows some of it, in the drawer or on a page of its own. */
record ActionForm(
        String text,
        String amount,
        String method,
        String reference,
        String sku,
        String location,
        String units,
        String tags,
        String assignee,
        String version) {

    static final ActionForm EMPTY = new ActionForm(null, null, null, null, null, null, null, null, null, null);

    ActionForm(
            @Nullable String text,
            @Nullable String amount,
            @Nullable String method,
            @Nullable String reference,
            @Nullable String sku,
            @Nullable String location,
            @Nullable String units,
            @Nullable String tags,
            @Nullable String assignee,
            @Nullable String version) {
        this.text = given(text);
        this.amount = given(amount);
        this.method = given(method);
        this.reference = given(reference);
        this.sku = given(sku);
        this.location = given(location);
        this.units = given(units);
        this.tags = given(tags);
        this.assignee = given(assignee);
        this.version = given(version);
    }

    private static String given(@Nullable String value) {
        return value == null ? "" : value.strip();
    }

    /**
     * One thing that is asked for.
     *
     * @param type of the input field; {@code select} for a choice of the options
     */
    record Field(
            String name,
            String labelKey,
            @Nullable String helpKey,
            String type,
            boolean required,
            List<Option> options) {

        static Field text(String name, String labelKey, boolean required) {
            return new Field(name, labelKey, null, "text", required, List.of());
        }

        static Field choice(String name, String labelKey, List<Option> options) {
            return new Field(name, labelKey, null, "select", false, options);
        }

        Field help(String key) {
            return new Field(name, labelKey, key, type, required, options);
        }
    }

    /**
     * What stands around the fields.
     *
     * @param titleKey key of the title; its value is {@code titleName}
     * @param intro a sentence above the fields, or null for none
     * @param cancel page to go back to
     */
    record Frame(
            String titleKey,
            String titleName,
            @Nullable String intro,
            String submitKey,
            String cancel,
            List<Field> fields) {}

    static String view(HttpServletRequest request, Model model, Frame frame) {
        model.addAttribute("frame", frame);
        model.addAttribute("action", request.getRequestURI());
        return "true".equals(request.getHeader("HX-Request")) ? "order/action-drawer" : "order/action";
    }
}
