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
import jakarta.validation.constraints.NotBlank;
import java.util.List;
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

/** Moves a node with all that is below it. */
@Controller
@RequestMapping("/w/{workspace}/organization/{id}/move")
class NodeMovePage {

    private final Organization organization;
    private final Toasts toasts;

    NodeMovePage(Organization organization, Toasts toasts) {
        this.organization = organization;
        this.toasts = toasts;
    }

    record MoveForm(@NotBlank String parentId) {

        MoveForm {
            parentId = Views.orEmpty(parentId);
        }
    }

    @GetMapping
    String move(@PathVariable UUID id, Model model) {
        NodeView node = organization.node(id, Permission.ORGANIZATION_MANAGE);
        model.addAttribute(
                "moveForm",
                new MoveForm(node.parentId() == null ? "" : node.parentId().toString()));
        return moveForm(node, model);
    }

    @PostMapping
    String move(
            @PathVariable UUID id,
            @Valid @ModelAttribute MoveForm moveForm,
            BindingResult result,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        NodeView node = organization.node(id, Permission.ORGANIZATION_MANAGE);
        if (!Forms.submit(
                result,
                response,
                () -> organization.move(id, Views.id(moveForm.parentId(), OrganizationProblem.NODE_NOT_FOUND)))) {
            return moveForm(node, model);
        }
        toasts.success(redirect, locale, "organization.moved", node.name());
        return "redirect:" + Visitor.path("/organization/" + id);
    }

    private String moveForm(NodeView node, Model model) {
        List<NodeView> all = organization.tree();
        int height = all.stream()
                        .filter(n -> n.path().startsWith(node.path()))
                        .mapToInt(NodeView::depth)
                        .max()
                        .orElse(node.depth())
                - node.depth();
        int levels = organization.levels().size();
        model.addAttribute("node", node);
        model.addAttribute(
                "parents",
                NodeTree.options(organization.choices(Permission.ORGANIZATION_MANAGE).stream()
                        .filter(n -> !n.path().startsWith(node.path()) && n.depth() + 1 + height < levels)
                        .toList()));
        return "organization/move";
    }
}
