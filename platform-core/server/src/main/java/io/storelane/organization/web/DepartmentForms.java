package io.storelane.organization.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.organization.Departments;
import io.storelane.organization.Departments.Department;
import io.storelane.organization.OrganizationProblem;
import io.storelane.problem.ProblemException;
import io.storelane.web.Forms;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Adds and renames departments. */
@Controller
@RequestMapping("/w/{workspace}/departments")
class DepartmentForms {

    private final Departments departments;
    private final Toasts toasts;

    DepartmentForms(Departments departments, Toasts toasts) {
        this.departments = departments;
        this.toasts = toasts;
    }

    @GetMapping("/new")
    String add(HttpServletRequest request, Model model) {
        Access.current().require(Permission.STRUCTURE_MANAGE);
        model.addAttribute("nameForm", new NameForm(""));
        return NameForm.view(request, model, "departments.add", "");
    }

    @PostMapping("/new")
    String add(
            @Valid @ModelAttribute NameForm nameForm,
            BindingResult result,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        if (!Forms.submit(result, response, () -> departments.addDepartment(nameForm.name()))) {
            return NameForm.view(request, model, "departments.add", "");
        }
        toasts.success(redirect, locale, "departments.added", nameForm.name());
        return "redirect:" + Visitor.path("/departments");
    }

    @GetMapping("/{id}/edit")
    String rename(@PathVariable UUID id, HttpServletRequest request, Model model) {
        Access.current().require(Permission.STRUCTURE_MANAGE);
        String name = name(id);
        model.addAttribute("nameForm", new NameForm(name));
        return NameForm.view(request, model, "departments.rename", name);
    }

    @PostMapping("/{id}/edit")
    String rename(
            @PathVariable UUID id,
            @Valid @ModelAttribute NameForm nameForm,
            BindingResult result,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        if (!Forms.submit(result, response, () -> departments.renameDepartment(id, nameForm.name()))) {
            return NameForm.view(request, model, "departments.rename", name(id));
        }
        toasts.success(redirect, locale, "departments.renamed", nameForm.name());
        return "redirect:" + Visitor.path("/departments");
    }

    private String name(UUID id) {
        return departments.list().stream()
                .filter(d -> d.id().equals(id))
                .map(Department::name)
                .findFirst()
                .orElseThrow(() -> new ProblemException(OrganizationProblem.DEPARTMENT_NOT_FOUND));
    }
}
