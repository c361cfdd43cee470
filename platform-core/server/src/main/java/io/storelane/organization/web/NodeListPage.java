package io.storelane.organization.web;

import io.storelane.organization.NodeView;
import io.storelane.organization.Organization;
import io.storelane.tenancy.Slice;
import io.storelane.web.Visitor;
import io.storelane.web.list.Download;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** The organisation as a list, and that list as a file. */
@Controller
@RequestMapping("/w/{workspace}/organization")
class NodeListPage {

    private static final int PAGE = 50;

    private final Organization organization;
    private final NodesFile nodesFile;

    NodeListPage(Organization organization, NodesFile nodesFile) {
        this.nodesFile = nodesFile;
        this.organization = organization;
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

    @GetMapping("/export")
    void export(@RequestParam(defaultValue = "") String q, Download to) throws IOException {
        to.send(nodesFile, new NodesFile.Filter(q.strip()));
    }

    private static String exportHref(String q) {
        return UriComponentsBuilder.fromPath(Visitor.path("/organization/export"))
                .queryParam("q", "{q}")
                .encode()
                .buildAndExpand(q)
                .toUriString();
    }
}
