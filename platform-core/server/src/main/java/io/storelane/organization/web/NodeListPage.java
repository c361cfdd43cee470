package io.storelane.organization.web;

import io.storelane.organization.LevelName;
import io.storelane.organization.NodeDetails;
import io.storelane.organization.NodeView;
import io.storelane.organization.Organization;
import io.storelane.tenancy.Slice;
import io.storelane.web.Csv;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** The organisation as a list, and that list as a file. */
@Controller
@RequestMapping("/w/{workspace}/organization")
class NodeListPage {

    private static final int PAGE = 50;
    private static final int EXPORT = 50_000;

    private final Organization organization;
    private final MessageSource messages;

    NodeListPage(Organization organization, MessageSource messages) {
        this.organization = organization;
        this.messages = messages;
    }

    @GetMapping(params = "view=list")
    String list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String after,
            Locale locale,
            Model model) {
        String text = q.strip();
        Slice<NodeView> page = organization.find(text, after, PAGE);
        OrganizationPage.frame("list", text, model);
        model.addAttribute("hidden", Map.of("view", "list"));
        model.addAttribute("nodes", page.rows());
        model.addAttribute(
                "levels", organization.levels().stream().map(l -> l.in(locale)).toList());
        model.addAttribute("exportHref", exportHref(text));
        model.addAttribute("total", organization.count(text));
        model.addAttribute("prev", page.previous());
        model.addAttribute("next", page.next());
        return "organization/list";
    }

    @GetMapping("/export.csv")
    void export(
            @RequestParam(defaultValue = "") String q,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Locale locale,
            HttpServletResponse response)
            throws IOException {
        List<LevelName> levels = organization.levels();
        Csv.send(
                response,
                "organization",
                zone,
                Stream.of("name", "level", "code", "city", "address", "phone", "people", "state")
                        .map(key -> text("organization." + key, locale))
                        .toList(),
                organization.find(q.strip(), "", EXPORT).rows().stream().map(n -> row(n, levels, locale)));
    }

    private List<String> row(NodeView node, List<LevelName> levels, Locale locale) {
        NodeDetails details = node.details();
        return List.of(
                details.name(),
                NodeTree.level(levels, node.depth(), locale),
                details.code(),
                details.city(),
                details.address(),
                details.phone(),
                Integer.toString(node.people()),
                text(node.active() ? "organization.open" : "organization.closed", locale));
    }

    private static String exportHref(String q) {
        return UriComponentsBuilder.fromPath(Visitor.path("/organization/export.csv"))
                .queryParam("q", "{q}")
                .encode()
                .buildAndExpand(q)
                .toUriString();
    }

    private String text(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }
}
