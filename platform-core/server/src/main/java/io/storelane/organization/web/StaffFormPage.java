package io.storelane.organization.web;

import io.storelane.access.Permission;
import io.storelane.organization.Departments;
import io.storelane.organization.Organization;
import io.storelane.organization.OrganizationProblem;
import io.storelane.organization.Staff;
import io.storelane.ui.Option;
import io.storelane.web.Forms;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Puts a member in a position. */
@Controller
@RequestMapping("/w/{workspace}/staff/new")
class StaffFormPage {

    private final Staff staff;
    private final Organization organization;
    private final Departments departments;
    private final Toasts toasts;
    private final MessageSource messages;

    StaffFormPage(
            Staff staff, Organization organization, Departments departments, Toasts toasts, MessageSource messages) {
        this.staff = staff;
        this.organization = organization;
        this.departments = departments;
        this.toasts = toasts;
        this.messages = messages;
    }

    record AssignForm(
            @NotBlank String userId,
            @NotBlank String nodeId,
            @NotBlank String positionId) {

        AssignForm(@Nullable String userId, @Nullable String nodeId, @Nullable String positionId) {
            this.userId = Views.orEmpty(userId);
            this.nodeId = Views.orEmpty(nodeId);
            this.positionId = Views.orEmpty(positionId);
        }
    }

    @GetMapping
    String show(@RequestParam(defaultValue = "") String node, Locale locale, Model model) {
        model.addAttribute("assignForm", new AssignForm("", node, ""));
        return form(locale, model);
    }

    @PostMapping
    String assign(
            @Valid @ModelAttribute AssignForm assignForm,
            BindingResult result,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        if (!Forms.submit(
                result,
                response,
                () -> staff.assign(
                        Views.id(assignForm.userId(), OrganizationProblem.PERSON_NOT_FOUND),
                        Views.id(assignForm.nodeId(), OrganizationProblem.NODE_NOT_FOUND),
                        Views.id(assignForm.positionId(), OrganizationProblem.POSITION_NOT_FOUND)))) {
            return form(locale, model);
        }
        toasts.success(redirect, locale, "staff.added");
        return "redirect:" + Visitor.path("/staff");
    }

    private String form(Locale locale, Model model) {
        Option none = new Option("", messages.getMessage("staff.choose", null, locale));
        List<Option> nodes = new ArrayList<>(NodeTree.options(organization.choices(Permission.STAFF_MANAGE)));
        nodes.addFirst(none);
        List<Option> people = new ArrayList<>(List.of(none));
        staff.candidates().forEach(c -> people.add(new Option(c.id().toString(), c.name() + " \u00b7 " + c.email())));
        model.addAttribute("nodes", nodes);
        model.addAttribute("people", people);
        model.addAttribute("departments", departments.list());
        return "organization/staff-new";
    }
}
