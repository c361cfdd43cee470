package io.storelane.organization.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.organization.Departments;
import io.storelane.organization.Departments.Department;
import io.storelane.organization.Departments.Position;
import io.storelane.organization.OrganizationProblem;
import io.storelane.problem.ProblemException;
import io.storelane.web.Forms;
import io.storelane.web.NameForm;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Adds and renames departments and positions: all that either has is a name. */
@Controller
@RequestMapping("/w/{workspace}/departments")
class NameForms {

    private static final String ADD_DEPARTMENT = "/new";
    private static final String RENAME_DEPARTMENT = "/{department}/edit";
    private static final String ADD_POSITION = "/{department}/positions/new";
    private static final String RENAME_POSITION = "/positions/{position}/edit";

    private final Departments departments;
    private final Toasts toasts;

    NameForms(Departments departments, Toasts toasts) {
        this.departments = departments;
        this.toasts = toasts;
    }

    /**
     * What the form of an address does.
     *
     * @param titleName what the title names
     * @param name what the field holds at first
     */
    private record Task(String titleKey, String titleName, String name, String doneKey, Consumer<String> save) {}

    @GetMapping({ADD_DEPARTMENT, RENAME_DEPARTMENT, ADD_POSITION, RENAME_POSITION})
    String show(
            @PathVariable(required = false) @Nullable UUID department,
            @PathVariable(required = false) @Nullable UUID position,
            HttpServletRequest request,
            Model model) {
        Access.current().require(Permission.STRUCTURE_MANAGE);
        Task task = task(department, position, request);
        model.addAttribute("nameForm", new NameForm(task.name()));
        return view(task, request, model);
    }

    @PostMapping({ADD_DEPARTMENT, RENAME_DEPARTMENT, ADD_POSITION, RENAME_POSITION})
    String save(
            @PathVariable(required = false) @Nullable UUID department,
            @PathVariable(required = false) @Nullable UUID position,
            @Valid @ModelAttribute NameForm nameForm,
            BindingResult result,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        Access.current().require(Permission.STRUCTURE_MANAGE);
        Task task = task(department, position, request);
        if (!Forms.submit(result, response, () -> task.save().accept(nameForm.name()))) {
            return view(task, request, model);
        }
        toasts.success(redirect, locale, task.doneKey(), nameForm.name());
        return "redirect:" + Visitor.path("/departments");
    }

    private Task task(@Nullable UUID department, @Nullable UUID position, HttpServletRequest request) {
        if (position != null) {
            String name = position(position);
            return new Task(
                    "positions.rename", name, name, "positions.renamed", n -> departments.renamePosition(position, n));
        }
        if (department == null) {
            return new Task("departments.add", "", "", "departments.added", departments::addDepartment);
        }
        String name = department(department);
        return request.getRequestURI().endsWith("/positions/new")
                ? new Task("positions.add", name, "", "positions.added", n -> departments.addPosition(department, n))
                : new Task(
                        "departments.rename",
                        name,
                        name,
                        "departments.renamed",
                        n -> departments.renameDepartment(department, n));
    }

    private static String view(Task task, HttpServletRequest request, Model model) {
        return NameForm.view(
                request,
                model,
                new NameForm.Frame(task.titleKey(), task.titleName(), null, "ui.save", Visitor.path("/departments")));
    }

    private String department(UUID id) {
        return departments.list().stream()
                .filter(d -> d.id().equals(id))
                .map(Department::name)
                .findFirst()
                .orElseThrow(() -> new ProblemException(OrganizationProblem.DEPARTMENT_NOT_FOUND));
    }

    private String position(UUID id) {
        return departments.list().stream()
                .flatMap(d -> d.positions().stream())
                .filter(p -> p.id().equals(id))
                .map(Position::name)
                .findFirst()
                .orElseThrow(() -> new ProblemException(OrganizationProblem.POSITION_NOT_FOUND));
    }
}
