package io.storelane.organization.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.organization.Departments;
import io.storelane.organization.Departments.Department;
import io.storelane.organization.Departments.Position;
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

/** Adds and renames positions. */
@Controller
@RequestMapping("/w/{workspace}/departments")
class PositionForms {

    private final Departments departments;
    private final Toasts toasts;

    PositionForms(Departments departments, Toasts toasts) {
        this.departments = departments;
        this.toasts = toasts;
    }

    @GetMapping("/{department}/positions/new")
    String add(@PathVariable UUID department, HttpServletRequest request, Model model) {
        Access.current().require(Permission.STRUCTURE_MANAGE);
        model.addAttribute("nameForm", new NameForm(""));
        return addForm(department, request, model);
    }

    @PostMapping("/{department}/positions/new")
    String add(
            @PathVariable UUID department,
            @Valid @ModelAttribute NameForm nameForm,
            BindingResult result,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        if (!Forms.submit(result, response, () -> departments.addPosition(department, nameForm.name()))) {
            return addForm(department, request, model);
        }
        toasts.success(redirect, locale, "positions.added", nameForm.name());
        return "redirect:" + Visitor.path("/departments");
    }

    @GetMapping("/positions/{id}/edit")
    String rename(@PathVariable UUID id, HttpServletRequest request, Model model) {
        Access.current().require(Permission.STRUCTURE_MANAGE);
        String name = name(id);
        model.addAttribute("nameForm", new NameForm(name));
        return NameForm.view(request, model, "positions.rename", name);
    }

    @PostMapping("/positions/{id}/edit")
    String rename(
            @PathVariable UUID id,
            @Valid @ModelAttribute NameForm nameForm,
            BindingResult result,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        if (!Forms.submit(result, response, () -> departments.renamePosition(id, nameForm.name()))) {
            return NameForm.view(request, model, "positions.rename", name(id));
        }
        toasts.success(redirect, locale, "positions.renamed", nameForm.name());
        return "redirect:" + Visitor.path("/departments");
    }

    private String addForm(UUID department, HttpServletRequest request, Model model) {
        String name = departments.list().stream()
                .filter(d -> d.id().equals(department))
                .map(Department::name)
                .findFirst()
                .orElseThrow(() -> new ProblemException(OrganizationProblem.DEPARTMENT_NOT_FOUND));
        return NameForm.view(request, model, "positions.add", name);
    }

    private String name(UUID id) {
        return departments.list().stream()
                .flatMap(d -> d.positions().stream())
                .filter(p -> p.id().equals(id))
                .map(Position::name)
                .findFirst()
                .orElseThrow(() -> new ProblemException(OrganizationProblem.POSITION_NOT_FOUND));
    }
}
