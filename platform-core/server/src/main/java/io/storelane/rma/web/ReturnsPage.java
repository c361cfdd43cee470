package io.storelane.rma.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.rma.ReturnFilter;
import io.storelane.rma.ReturnList;
import io.storelane.rma.ReturnView;
import io.storelane.tenancy.Slice;
import io.storelane.ui.Tab;
import io.storelane.ui.Ui;
import io.storelane.web.list.Download;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The returns of the workspace, and the list as a file. */
@Controller
@RequestMapping("/w/{workspace}/returns")
class ReturnsPage {

    private static final int SIZE = 50;

    private final ReturnList returns;
    private final ReturnsFile file;
    private final ReturnWords words;
    private final Ui ui;
    private final Clock clock;

    ReturnsPage(ReturnList returns, ReturnsFile file, ReturnWords words, Ui ui, Clock clock) {
        this.returns = returns;
        this.file = file;
        this.words = words;
        this.ui = ui;
        this.clock = clock;
    }

    @GetMapping
    String list(
            @ModelAttribute ReturnsQuery query,
            @RequestParam(defaultValue = "") String after,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Locale locale,
            Model model) {
        ReturnFilter filter = query.filter(zone);
        Slice<ReturnView> page = returns.find(filter, after, SIZE);
        Map<String, Long> counts = returns.counts(filter);
        model.addAttribute("returns", page.rows());
        model.addAttribute("prev", page.previous());
        model.addAttribute("next", page.next());
        model.addAttribute("total", counts.get(filter.view()));
        model.addAttribute("tabs", tabs(query, filter, counts));
        model.addAttribute("filter", filter);
        model.addAttribute("now", clock.instant());
        Map<String, String> params = query.params();
        model.addAttribute("params", params);
        model.addAttribute("chosen", query.chosen());
        model.addAttribute(
                "hidden",
                params.entrySet().stream()
                        .filter(p -> !p.getKey().equals("q"))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        String address = query.address(ui, "");
        model.addAttribute("back", address.contains("?") ? address.substring(address.indexOf('?')) : "?");
        model.addAttribute("export", query.address(ui, "/export"));
        model.addAttribute("resolutions", words.after("rma.resolution.any", words.resolutions(locale), locale));
        model.addAttribute("reasons", words.after("rma.reason.any", words.reasons(locale), locale));
        model.addAttribute("locations", words.locations(Permission.STOCK_VIEW, "rma.location.any", locale));
        model.addAttribute("people", words.people(returns.people(), "rma.nobody", locale));
        model.addAttribute("names", returns.names());
        model.addAttribute("mayManage", Access.current().allows(Permission.RETURNS_MANAGE));
        model.addAttribute("maySet", Access.current().allows(Permission.SETTINGS_VIEW));
        return "rma/list";
    }

    private List<Tab> tabs(ReturnsQuery query, ReturnFilter filter, Map<String, Long> counts) {
        return ReturnFilter.VIEWS.stream()
                .map(view -> new Tab(
                        "rma.view." + view,
                        ui.with(query.address(ui, ""), "view", view.equals("all") ? "" : view),
                        counts.get(view),
                        filter.view().equals(view)))
                .toList();
    }

    @GetMapping("/export")
    void export(
            @ModelAttribute ReturnsQuery query,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Download to)
            throws IOException {
        to.send(file, query.filter(zone));
    }
}
