package io.storelane.customer.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.customer.CustomerProblem;
import io.storelane.customer.CustomerProfiles;
import io.storelane.customer.Duplicates;
import io.storelane.problem.ProblemException;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Customers that are probably the same, made one; and one that is to be forgotten. */
@Controller
@RequestMapping("/w/{workspace}/customers")
class DuplicatesPage {

    private final Duplicates duplicates;
    private final CustomerProfiles profiles;
    private final Toasts toasts;

    DuplicatesPage(Duplicates duplicates, CustomerProfiles profiles, Toasts toasts) {
        this.duplicates = duplicates;
        this.profiles = profiles;
        this.toasts = toasts;
    }

    @GetMapping("/duplicates")
    String groups(Model model) {
        model.addAttribute("groups", duplicates.groups());
        model.addAttribute("most", Duplicates.MOST_GROUPS);
        model.addAttribute("mayManage", Access.current().allows(Permission.CUSTOMERS_MANAGE));
        return "customer/duplicates";
    }

    /** Both beside each other, before they become one. */
    @GetMapping("/{id}/merge")
    String compare(@PathVariable UUID id, @RequestParam(required = false) @Nullable UUID with, Model model) {
        Access.current().require(Permission.CUSTOMERS_MANAGE);
        model.addAttribute("kept", profiles.profile(id));
        model.addAttribute("gone", profiles.profile(other(with)));
        return "customer/merge";
    }

    private static UUID other(@Nullable UUID with) {
        if (with == null) {
            throw new ProblemException(CustomerProblem.NOT_FOUND);
        }
        return with;
    }

    private void manage(UUID id) {
        Access.current().require(Permission.CUSTOMERS_MANAGE);
        profiles.profile(id);
    }

    @PostMapping("/{id}/merge")
    String merge(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable UUID with,
            @RequestParam(defaultValue = "-1") Long version,
            Locale locale,
            RedirectAttributes redirect) {
        manage(id);
        toasts.tell(redirect, locale, () -> duplicates.merge(id, version, other(with)), "customer.merged");
        return "redirect:" + Visitor.path("/customers/" + id);
    }

    @PostMapping("/{id}/erase")
    String erase(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "-1") Long version,
            Locale locale,
            RedirectAttributes redirect) {
        manage(id);
        toasts.tell(redirect, locale, () -> duplicates.erase(id, version), "customer.erased.done");
        return "redirect:" + Visitor.path("/customers/" + id);
    }
}
