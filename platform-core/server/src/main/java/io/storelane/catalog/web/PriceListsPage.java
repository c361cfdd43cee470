package io.storelane.catalog.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.catalog.PriceCell;
import io.storelane.catalog.PriceList;
import io.storelane.catalog.PriceLists;
import io.storelane.catalog.Prices;
import io.storelane.channel.Channels;
import io.storelane.tenancy.Slice;
import io.storelane.web.list.Download;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The price lists, and the prices of one: all cells of a page are edited and saved together. */
@Controller
@RequestMapping("/w/{workspace}/price-lists")
class PriceListsPage {

    private static final int SIZE = 50;

    private final PriceLists lists;
    private final Prices prices;
    private final Channels channels;
    private final Cells cells;
    private final PriceListsFile priceListsFile;
    private final PricesFile pricesFile;

    PriceListsPage(
            PriceLists lists,
            Prices prices,
            Channels channels,
            Cells cells,
            PriceListsFile priceListsFile,
            PricesFile pricesFile) {
        this.pricesFile = pricesFile;
        this.priceListsFile = priceListsFile;
        this.channels = channels;
        this.lists = lists;
        this.prices = prices;
        this.cells = cells;
    }

    /** The list as its address names it; what is no value of a filter is as if it were not there. */
    record Query(
            @Nullable String q,
            @Nullable UUID channel,
            @Nullable String state,
            @Nullable String sort) {

        PriceLists.Filter filter() {
            return new PriceLists.Filter(
                    q == null ? "" : q.strip(),
                    channel,
                    state == null || !List.of("active", "inactive").contains(state) ? "" : state,
                    "-name".equals(sort) ? "-name" : "name");
        }
    }

    @GetMapping
    String list(@ModelAttribute Query query, @RequestParam(defaultValue = "") String after, Model model) {
        PriceLists.Filter filter = query.filter();
        Slice<PriceList> page = lists.find(filter, after, SIZE);
        UUID channel = filter.channelId();
        model.addAttribute("filter", filter);
        model.addAttribute("channel", channel == null ? "" : channel.toString());
        model.addAttribute("channels", channels.list());
        model.addAttribute("lists", page.rows());
        model.addAttribute("prev", page.previous());
        model.addAttribute("next", page.next());
        model.addAttribute("total", lists.count(filter));
        model.addAttribute("mayPrice", Access.current().allows(Permission.PRICES_MANAGE));
        return "catalog/price-lists";
    }

    @GetMapping("/export")
    void exportLists(@ModelAttribute Query query, Download to) throws IOException {
        to.send(priceListsFile, query.filter());
    }

    @GetMapping("/{id}")
    String show(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "false") boolean priced,
            @RequestParam(defaultValue = "") String after,
            Model model) {
        PriceList list = lists.list(id);
        Slice<PriceCell> page = prices.cells(id, q.strip(), priced, after, SIZE);
        return table(list, q.strip(), priced, page, Map.of(), Map.of(), model);
    }

    private String table(
            PriceList list,
            String q,
            boolean priced,
            Slice<PriceCell> page,
            Map<String, String> typed,
            Map<String, String> wrong,
            Model model) {
        Map<String, String> shown = new HashMap<>();
        page.rows()
                .forEach(c ->
                        shown.put("p." + list.id() + "." + c.variantId(), Amounts.format(c.amount(), list.currency())));
        shown.putAll(typed);
        model.addAttribute("list", list);
        model.addAttribute("cells", page.rows());
        model.addAttribute("shown", shown);
        model.addAttribute("wrong", wrong);
        model.addAttribute("q", q);
        model.addAttribute("priced", priced);
        model.addAttribute("prev", page.previous());
        model.addAttribute("next", page.next());
        model.addAttribute("total", prices.count(list.id(), q, priced));
        model.addAttribute("mayPrice", Access.current().allows(Permission.PRICES_MANAGE));
        return "catalog/price-list";
    }

    @PostMapping("/{id}/prices")
    String save(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "false") boolean priced,
            @RequestParam(defaultValue = "") String after,
            @RequestParam long version,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        Access.current().require(Permission.PRICES_MANAGE);
        PriceList list = lists.list(id);
        Cells.Typed typed = cells.read(request, "p", id, list.currency(), locale);
        String problem = cells.save(typed, () -> prices.set(id, version, typed.amounts()), locale);
        if (problem == null) {
            cells.saved(redirect, locale);
            redirect.addAttribute("q", q);
            redirect.addAttribute("priced", priced);
            redirect.addAttribute("after", after);
            return "redirect:" + io.storelane.web.Visitor.path("/price-lists/" + id);
        }
        response.setStatus(422);
        model.addAttribute("problem", problem);
        model.addAttribute("staleVersion", version);
        return table(
                list,
                q.strip(),
                priced,
                prices.cells(id, q.strip(), priced, after, SIZE),
                typed.texts(),
                typed.wrong(),
                model);
    }

    @GetMapping("/{id}/export")
    void export(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "false") boolean priced,
            Download to)
            throws IOException {
        to.send(pricesFile, new PricesFile.Filter(id, q.strip(), priced));
    }
}
