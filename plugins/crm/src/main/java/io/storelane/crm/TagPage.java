package io.storelane.crm;

import io.storelane.plugin.api.CustomerBook;
import io.storelane.plugin.api.CustomerChanges;
import io.storelane.plugin.api.Refusal;
import io.storelane.plugin.api.RequiresPermission;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** {@code /customers/{id}/tags}: tags are the master record's, and changed there. */
@Controller
@RequiresPermission("crm.edit")
class TagPage {

    private static final int CHANGED_MEANWHILE = 412;
    private static final int WRONG = 422;

    /**
     * As it was typed.
     *
     * @param tags with commas between them, also full-width ones
     * @param version of the record as it was read
     */
    record TagForm(@Nullable String tags, @Nullable String version) {

        List<String> list() {
            return Arrays.stream(Typed.text(tags).split("[,，、]", -1))
                    .map(String::strip)
                    .filter(tag -> !tag.isEmpty())
                    .distinct()
                    .toList();
        }

        long number() {
            return version != null && version.matches("[0-9]{1,18}") ? Long.parseLong(version) : -1;
        }
    }

    private final Profiles profiles;
    private final Projection projection;
    private final CustomerBook customers;
    private final CustomerChanges changes;

    TagPage(Profiles profiles, Projection projection, CustomerBook customers, CustomerChanges changes) {
        this.profiles = profiles;
        this.projection = projection;
        this.customers = customers;
        this.changes = changes;
    }

    @GetMapping("/customers/{id}/tags")
    String show(@PathVariable UUID id, Model model) {
        CustomerBook.Customer customer = customers.find(id).orElseThrow(ProfilePage::missing);
        model.addAttribute("form", new TagForm(String.join(", ", customer.tags()), Long.toString(customer.version())));
        return page(id, model);
    }

    private String page(UUID id, Model model) {
        model.addAttribute("profile", profiles.find(id).orElseThrow(ProfilePage::missing));
        return "tags";
    }

    /** What the server refuses is said at the field. */
    @PostMapping("/customers/{id}/tags")
    String save(
            @PathVariable String workspace,
            @PathVariable UUID id,
            @ModelAttribute("form") TagForm form,
            BindingResult errors,
            Model model,
            HttpServletResponse response) {
        try {
            changes.tag(id, form.number(), form.list());
        } catch (Refusal e) {
            if (e.status() == CHANGED_MEANWHILE) {
                errors.reject("crm.fault.record");
            } else if (e.status() == WRONG) {
                errors.rejectValue("tags", "crm.fault.tags");
            } else {
                throw e;
            }
            response.setStatus(WRONG);
            return page(id, model);
        }
        customers.find(id).ifPresent(customer -> projection.put(List.of(customer))); // before its event comes
        return "redirect:/w/" + workspace + "/p/crm/customers/" + id;
    }
}
