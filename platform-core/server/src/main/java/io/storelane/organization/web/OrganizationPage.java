package io.storelane.organization.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.organization.LevelName;
import io.storelane.organization.NodeView;
import io.storelane.organization.Organization;
import io.storelane.ui.Tab;
import io.storelane.web.Visitor;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The organisation as a tree beside the details of one node. */
@Controller
@RequestMapping("/w/{workspace}/organization")
class OrganizationPage {

    /** Matches that a search shows in the tree; the list shows all. */
    private static final int MOST = 50;

    private final Organization organization;
    private final MessageSource messages;

    OrganizationPage(Organization organization, MessageSource messages) {
        this.organization = organization;
        this.messages = messages;
    }

    @GetMapping
    String top(@RequestParam(defaultValue = "") String q, Locale locale, Model model) {
        List<NodeView> all = organization.tree();
        return show(all, all.getFirst(), q.strip(), locale, model);
    }

    @GetMapping("/{id}")
    String node(@PathVariable UUID id, @RequestParam(defaultValue = "") String q, Locale locale, Model model) {
        return show(organization.tree(), organization.node(id), q.strip(), locale, model);
    }

    private String show(List<NodeView> all, NodeView node, String q, Locale locale, Model model) {
        List<LevelName> levels = organization.levels();
        Organization.Found found = q.isEmpty() ? new Organization.Found(all, false) : organization.search(q, MOST);
        List<NodeView> shown = q.isEmpty() ? all : NodeTree.inPlace(all, found.nodes());
        frame("tree", q, model);
        model.addAttribute("most", found.more() ? MOST : null);
        model.addAttribute("tree", NodeTree.of(shown, node.id(), n -> hint(n, levels, locale)));
        model.addAttribute("onlyTop", all.size() == 1 && node.parentId() == null);
        model.addAttribute("node", node);
        model.addAttribute("level", NodeTree.level(levels, node.depth(), locale));
        model.addAttribute(
                "above",
                all.stream()
                        .filter(n -> !n.id().equals(node.id()) && node.path().startsWith(n.path()))
                        .toList());
        Access access = Access.current();
        boolean manage = access.allowsAt(Permission.ORGANIZATION_MANAGE, node.path());
        model.addAttribute("manage", manage);
        model.addAttribute("mayAdd", manage && node.active() && node.depth() + 1 < levels.size());
        model.addAttribute("seesStaff", access.allowsAt(Permission.STAFF_VIEW, node.path()));
        return "organization/tree";
    }

    private String hint(NodeView node, List<LevelName> levels, Locale locale) {
        String key = node.active() ? "organization.hint" : "organization.hint.closed";
        return messages.getMessage(
                key, new Object[] {NodeTree.level(levels, node.depth(), locale), node.people()}, locale);
    }

    /** What the tree and the list have in common. */
    static void frame(String view, String q, Model model) {
        String path = Visitor.path("/organization");
        Access access = Access.current();
        model.addAttribute("q", q);
        model.addAttribute("structure", access.allows(Permission.STRUCTURE_MANAGE));
        model.addAttribute("addsNodes", access.allows(Permission.ORGANIZATION_MANAGE));
        model.addAttribute(
                "tabs",
                List.of(
                        Tab.of("organization.tab.tree", path, view.equals("tree")),
                        Tab.of("organization.tab.list", path + "?view=list", view.equals("list"))));
    }
}
