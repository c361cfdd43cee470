package io.storelane.organization.web;

import io.storelane.access.Permission;
import io.storelane.organization.NodeView;
import io.storelane.organization.Organization;
import io.storelane.organization.OrganizationProblem;
import io.storelane.web.Forms;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Adds a node and changes one. */
@Controller
@RequestMapping("/w/{workspace}/organization")
class NodeFormPage {

    private final Organization organization;
    private final Toasts toasts;

    NodeFormPage(Organization organization, Toasts toasts) {
        this.organization = organization;
        this.toasts = toasts;
    }

    @GetMapping("/new")
    String add(Model model) {
        model.addAttribute("nodeForm", NodeForm.below(""));
        return newForm(model);
    }

    @GetMapping("/{id}/new")
    String addBelow(@PathVariable UUID id, Model model) {
        organization.node(id, Permission.ORGANIZATION_MANAGE);
        model.addAttribute("nodeForm", NodeForm.below(id.toString()));
        return newForm(model);
    }

    @PostMapping({"/new", "/{id}/new"})
    String add(
            @Valid @ModelAttribute NodeForm nodeForm,
            BindingResult result,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        if (nodeForm.parentId().isEmpty()) {
            result.rejectValue("parentId", "organization.parent.missing");
        }
        AtomicReference<UUID> added = new AtomicReference<>();
        boolean done = Forms.submit(
                result,
                response,
                () -> added.set(organization.add(
                        Views.id(nodeForm.parentId(), OrganizationProblem.NODE_NOT_FOUND), nodeForm.details())));
        if (!done) {
            return newForm(model);
        }
        toasts.success(redirect, locale, "organization.added", nodeForm.name());
        return "redirect:" + Visitor.path("/organization/" + added.get());
    }

    @GetMapping("/{id}/edit")
    String edit(@PathVariable UUID id, Locale locale, Model model) {
        NodeView node = organization.node(id, Permission.ORGANIZATION_MANAGE);
        model.addAttribute("nodeForm", NodeForm.of(node));
        return editForm(node, locale, model);
    }

    @PostMapping("/{id}/edit")
    String edit(
            @PathVariable UUID id,
            @Valid @ModelAttribute NodeForm nodeForm,
            BindingResult result,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        if (!Forms.submit(
                result,
                response,
                () -> organization.change(id, Long.parseLong(nodeForm.version()), nodeForm.details()))) {
            return editForm(organization.node(id, Permission.ORGANIZATION_MANAGE), locale, model);
        }
        toasts.success(redirect, locale, "organization.changed", nodeForm.name());
        return "redirect:" + Visitor.path("/organization/" + id);
    }

    private String newForm(Model model) {
        int depth = organization.levels().size();
        model.addAttribute(
                "parents",
                NodeTree.options(organization.choices(Permission.ORGANIZATION_MANAGE).stream()
                        .filter(n -> n.depth() + 1 < depth)
                        .toList()));
        return "organization/new";
    }

    private String editForm(NodeView node, Locale locale, Model model) {
        model.addAttribute("node", node);
        model.addAttribute("level", NodeTree.level(organization.levels(), node.depth(), locale));
        return "organization/edit";
    }
}
