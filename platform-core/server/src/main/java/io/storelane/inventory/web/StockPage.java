package io.storelane.inventory.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.catalog.SkuView;
import io.storelane.inventory.Availability;
import io.storelane.inventory.InventoryProblem;
import io.storelane.inventory.Stock;
import io.storelane.inventory.StockLevelView;
import io.storelane.inventory.StockList;
import io.storelane.inventory.StockMoveView;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Slice;
import io.storelane.ui.Tab;
import io.storelane.web.Visitor;
import io.storelane.web.list.Download;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How much is where, and the stock of one variant with its history. */
@Controller
@RequestMapping("/w/{workspace}/stock")
class StockPage {

    private static final int SIZE = 50;
    private static final int HISTORY = 30;
    private static final List<String> STATES = List.of("", "low", "out");

    private final StockList list;
    private final Stock stock;
    private final Availability availability;
    private final Choices choices;
    private final Buttons buttons;
    private final LevelsFile levelsFile;
    private final MovesFile movesFile;

    StockPage(
            StockList list,
            Stock stock,
            Availability availability,
            Choices choices,
            Buttons buttons,
            LevelsFile levelsFile,
            MovesFile movesFile) {
        this.movesFile = movesFile;
        this.levelsFile = levelsFile;
        this.list = list;
        this.stock = stock;
        this.availability = availability;
        this.choices = choices;
        this.buttons = buttons;
    }

    /** What the address of the list says. */
    record Query(
            @Nullable String q,
            @Nullable UUID location,
            @Nullable UUID node,
            @Nullable String state,
            @Nullable String sort) {

        StockList.Filter filter() {
            return new StockList.Filter(
                    q == null ? "" : q.strip(),
                    location,
                    node,
                    state == null || !STATES.contains(state) ? "" : state,
                    sort == null ? "sku" : sort);
        }
    }

    @GetMapping
    String list(
            @ModelAttribute Query query, @RequestParam(defaultValue = "") String after, Locale locale, Model model) {
        StockList.Filter filter = query.filter();
        Slice<StockLevelView> page = list.find(filter, after, SIZE);
        model.addAttribute("levels", page.rows());
        model.addAttribute("prev", page.previous());
        model.addAttribute("next", page.next());
        model.addAttribute("total", list.count(filter));
        model.addAttribute("filter", filter);
        model.addAttribute("tabs", tabs(filter));
        model.addAttribute("locations", choices.locations(Permission.STOCK_VIEW, "stock.allLocations", locale));
        model.addAttribute("nodes", choices.nodeFilter(locale));
        model.addAttribute("mayManage", Access.current().allows(Permission.STOCK_MANAGE));
        return "inventory/stock";
    }

    private static List<Tab> tabs(StockList.Filter filter) {
        return STATES.stream()
                .map(state -> Tab.of(
                        "stock.tab." + (state.isEmpty() ? "all" : state),
                        Visitor.path("/stock" + (state.isEmpty() ? "" : "?state=" + state)),
                        state.equals(filter.state())))
                .toList();
    }

    @GetMapping("/export")
    void export(@ModelAttribute Query query, Download to) throws IOException {
        to.send(levelsFile, query.filter());
    }

    /** Sets what is kept back of the chosen levels. */
    @PostMapping("/keep-back")
    String keepBack(
            @RequestParam(defaultValue = "") List<String> level,
            @RequestParam(defaultValue = "-1") String safety,
            @RequestParam(required = false) @Nullable UUID variant,
            Locale locale,
            RedirectAttributes redirect) {
        List<UUID> variants = new ArrayList<>();
        List<UUID> places = new ArrayList<>();
        level.stream().limit(SIZE).forEach(key -> {
            String[] parts = key.split(":", 2);
            variants.add(id(parts[0]));
            places.add(id(parts[parts.length - 1]));
        });
        long units = safety.strip().matches("\\d{1,10}") ? Long.parseLong(safety.strip()) : -1;
        buttons.press(() -> stock.keepBack(variants, places, units), "stock.keptBack", locale, redirect);
        return "redirect:" + Visitor.path(variant == null ? "/stock" : "/stock/" + variant);
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            throw new ProblemException(InventoryProblem.VARIANT_NOT_FOUND);
        }
    }

    @GetMapping("/{id}")
    String show(
            @PathVariable("id") UUID variant,
            @RequestParam(required = false) @Nullable UUID location,
            @RequestParam(defaultValue = "") String after,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean part,
            Locale locale,
            Model model) {
        SkuView item = list.item(variant);
        List<StockLevelView> levels = list.levels(variant);
        model.addAttribute("item", item);
        model.addAttribute("levels", levels);
        model.addAttribute(
                "onHand", levels.stream().mapToLong(StockLevelView::onHand).sum());
        model.addAttribute(
                "reserved", levels.stream().mapToLong(StockLevelView::reserved).sum());
        model.addAttribute(
                "available",
                levels.stream().mapToLong(StockLevelView::available).sum());
        model.addAttribute(
                "coming", levels.stream().mapToLong(StockLevelView::coming).sum());
        model.addAttribute("promises", availability.promises(variant));
        model.addAttribute("mayManage", Access.current().allows(Permission.STOCK_MANAGE));
        if (part) {
            return "inventory/item-drawer";
        }
        Slice<StockMoveView> history = list.history(variant, location, after, HISTORY);
        model.addAttribute("moves", history.rows());
        model.addAttribute("prev", history.previous());
        model.addAttribute("next", history.next());
        model.addAttribute("held", list.held(variant));
        model.addAttribute("location", location);
        return "inventory/item";
    }

    @GetMapping("/{id}/export")
    void exportHistory(
            @PathVariable("id") UUID variant, @RequestParam(required = false) @Nullable UUID location, Download to)
            throws IOException {
        to.send(movesFile, new MovesFile.Filter(list.item(variant).id(), location));
    }
}
