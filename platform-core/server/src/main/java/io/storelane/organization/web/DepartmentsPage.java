package io.storelane.organization.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.organization.Departments;
import io.storelane.problem.ProblemException;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Departments with their positions. */
@Controller
@RequestMapping("/w/{workspace}/departments")
class DepartmentsPage {

    private final Departments departments;
    private final Toasts toasts;

    DepartmentsPage(Departments departments, Toasts toasts) {
        this.departments = departments;
        this.toasts = toasts;
    }

    @GetMapping
    String show(Model model) {
        model.addAttribute("departments", departments.list());
        model.addAttribute("manage", Access.current().allows(Permission.STRUCTURE_MANAGE));
        model.addAttribute("seesStaff", Access.current().allows(Permission.STAFF_VIEW));
        return "organization/departments";
    }

    @PostMapping("/{id}/delete")
    String delete(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        return run("departments.deleted", locale, redirect, () -> departments.deleteDepartment(id));
    }

    @PostMapping("/positions/{id}/delete")
    String deletePosition(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        return run("positions.deleted", locale, redirect, () -> departments.deletePosition(id));
    }

    private String run(String doneKey, Locale locale, RedirectAttributes redirect, Runnable work) {
        try {
            work.run();
            toasts.success(redirect, locale, doneKey);
        } catch (ProblemException e) {
            toasts.failure(redirect, locale, e);
        }
        return "redirect:" + Visitor.path("/departments");
    }
}
