package io.storelane.organization.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.organization.Organization;
import io.storelane.web.Forms;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What the levels of the tree are called, and how many there may be. */
@Controller
@RequestMapping("/w/{workspace}/organization/levels")
class LevelsPage {

    private final Organization organization;
    private final Toasts toasts;

    LevelsPage(Organization organization, Toasts toasts) {
        this.organization = organization;
        this.toasts = toasts;
    }

    @GetMapping
    String show(Model model) {
        Access.current().require(Permission.STRUCTURE_MANAGE);
        model.addAttribute("levelsForm", LevelsForm.of(organization.levels()));
        return "organization/levels";
    }

    @PostMapping
    String save(
            @Valid @ModelAttribute LevelsForm levelsForm,
            BindingResult result,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect) {
        levelsForm.check(result);
        if (!Forms.submit(result, response, () -> organization.setLevels(levelsForm.names()))) {
            return "organization/levels";
        }
        toasts.success(redirect, locale, "levels.saved");
        return "redirect:" + Visitor.path("/organization");
    }
}
