package io.storelane.catalog.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.catalog.PriceCell;
import io.storelane.catalog.PriceList;
import io.storelane.catalog.PriceLists;
import io.storelane.catalog.Prices;
import io.storelane.channel.Channels;
import io.storelane.tenancy.Slice;
import io.storelane.web.Csv;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
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
    private static final int EXPORT_PAGE = 5_000;

    private final PriceLists lists;
    private final Prices prices;
    private final Channels channels;
    private final Cells cells;
    private final MessageSource messages;

    PriceListsPage(PriceLists lists, Prices prices, Channels channels, Cells cells, MessageSource messages) {
        this.channels = channels;
        this.lists = lists;
        this.prices = prices;
        this.cells = cells;
        this.messages = messages;
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
    void exportLists(
            @ModelAttribute Query query,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Locale locale,
            HttpServletResponse response)
            throws IOException {
        List<String> header = Stream.of(
                        "priceList.name",
                        "priceList.channel",
                        "product.currency",
                        "priceList.validFrom",
                        "priceList.validUntil",
                        "priceList.prices",
                        "product.state")
                .map(key -> messages.getMessage(key, null, locale))
                .toList();
        Csv.send(
                response,
                "price-lists",
                zone,
                header,
                lists.find(query.filter(), "", PriceLists.MOST).rows().stream().map(l -> row(l, zone, locale)));
    }

    private List<String> row(PriceList l, ZoneId zone, Locale locale) {
        String channel = l.channelName();
        return List.of(
                l.name(),
                channel == null ? messages.getMessage("priceList.allChannels", null, locale) : channel,
                l.currency(),
                Csv.time(l.validFrom(), zone),
                Csv.time(l.validUntil(), zone),
                Long.toString(l.prices()),
                messages.getMessage(
                        l.base() ? "priceList.base" : l.active() ? "priceList.active" : "priceList.inactive",
                        null,
                        locale));
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
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Locale locale,
            HttpServletResponse response)
            throws IOException {
        PriceList list = lists.list(id);
        List<String> header = Stream.of("product.sku", "product.title", "product.price", "product.currency")
                .map(key -> messages.getMessage(key, null, locale))
                .toList();
        Csv.send(
                response,
                "prices",
                zone,
                header,
                Slice.<PriceCell>all(cursor -> prices.cells(id, q.strip(), priced, cursor, EXPORT_PAGE))
                        .map(c -> row(c, list.currency(), locale)));
    }

    private static List<String> row(PriceCell c, String currency, Locale locale) {
        @Nullable Long amount = c.amount();
        return List.of(c.sku(), c.label(locale), Amounts.format(amount, currency), currency);
    }
}
