package io.storelane.inventory.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.inventory.TransferView;
import io.storelane.inventory.Transfers;
import io.storelane.tenancy.Slice;
import io.storelane.ui.Tab;
import io.storelane.web.Visitor;
import io.storelane.web.list.Download;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The transfers between locations. */
@Controller
@RequestMapping("/w/{workspace}/transfers")
class TransfersPage {

    private static final int SIZE = 50;

    private final Transfers transfers;
    private final Choices choices;
    private final TransfersFile transfersFile;

    TransfersPage(Transfers transfers, Choices choices, TransfersFile transfersFile) {
        this.transfersFile = transfersFile;
        this.transfers = transfers;
        this.choices = choices;
    }

    static Transfers.Filter filter(String q, String state, @Nullable UUID location, String sort) {
        return new Transfers.Filter(
                q.strip(), List.of("in_transit", "received").contains(state) ? state : "", location, sort);
    }

    @GetMapping
    String list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(required = false) @Nullable UUID location,
            @RequestParam(defaultValue = "-created") String sort,
            @RequestParam(defaultValue = "") String after,
            Locale locale,
            Model model) {
        Transfers.Filter filter = filter(q, state, location, sort);
        Slice<TransferView> page = transfers.find(filter, after, SIZE);
        model.addAttribute("transfers", page.rows());
        model.addAttribute("prev", page.previous());
        model.addAttribute("next", page.next());
        model.addAttribute("total", transfers.count(filter));
        model.addAttribute("filter", filter);
        model.addAttribute("tabs", tabs(filter));
        model.addAttribute("locations", choices.locations(Permission.STOCK_VIEW, "stock.allLocations", locale));
        model.addAttribute("mayManage", Access.current().allows(Permission.STOCK_MANAGE));
        return "inventory/transfers";
    }

    private List<Tab> tabs(Transfers.Filter filter) {
        return Stream.of("", "in_transit", "received")
                .map(state -> new Tab(
                        "transfer.tab." + (state.isEmpty() ? "all" : state),
                        Visitor.path("/transfers" + (state.isEmpty() ? "" : "?state=" + state)),
                        transfers.count(new Transfers.Filter(state, null, "created")),
                        state.equals(filter.state())))
                .toList();
    }

    @GetMapping("/export")
    void export(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(required = false) @Nullable UUID location,
            @RequestParam(defaultValue = "-created") String sort,
            Download to)
            throws IOException {
        to.send(transfersFile, filter(q, state, location, sort));
    }
}
