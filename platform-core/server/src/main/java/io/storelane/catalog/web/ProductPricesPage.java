package io.storelane.catalog.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.catalog.PriceList;
import io.storelane.catalog.PriceLists;
import io.storelane.catalog.Prices;
import io.storelane.catalog.Product;
import io.storelane.catalog.Products;
import io.storelane.channel.Channel;
import io.storelane.channel.Channels;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Prices and lowest prices of one product, and which channels may sell it. */
@Controller
@RequestMapping("/w/{workspace}/products/{id}")
class ProductPricesPage {

    private final Products products;
    private final PriceLists lists;
    private final Prices prices;
    private final Channels channels;
    private final Cells cells;
    private final ProductButtons buttons;

    ProductPricesPage(
            Products products,
            PriceLists lists,
            Prices prices,
            Channels channels,
            Cells cells,
            ProductButtons buttons) {
        this.products = products;
        this.lists = lists;
        this.prices = prices;
        this.channels = channels;
        this.cells = cells;
        this.buttons = buttons;
    }

    /**
     * A column of the table.
     *
     * @param kind {@code p} for prices of a list, {@code f} for lowest prices of a channel
     */
    record Column(String kind, UUID owner, String name, String currency, long version) {

        static Column of(PriceList l) {
            return new Column("p", l.id(), l.name(), l.currency(), l.version());
        }

        static Column of(Channel c) {
            return new Column("f", c.id(), c.name(), c.currency(), 0);
        }

        public String key() {
            return kind + "." + owner;
        }
    }

    @GetMapping("/prices")
    String show(@PathVariable UUID id, @RequestParam(required = false) @Nullable String column, Model model) {
        Access.current().require(Permission.PRICES_MANAGE);
        return table(products.product(id), chosen(column), Map.of(), Map.of(), model);
    }

    @PostMapping("/prices")
    String save(
            @PathVariable UUID id,
            @RequestParam String column,
            @RequestParam long version,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        Access.current().require(Permission.PRICES_MANAGE);
        Product product = products.product(id);
        Column chosen = chosen(column);
        Cells.Typed typed = cells.read(request, chosen.kind(), chosen.owner(), chosen.currency(), locale);
        typed.amounts()
                .keySet()
                .retainAll(product.variants().stream().map(v -> v.id()).toList());
        String problem = cells.save(
                typed,
                () -> {
                    if (chosen.kind().equals("p")) {
                        prices.set(chosen.owner(), version, typed.amounts());
                    } else {
                        prices.setFloors(chosen.owner(), typed.amounts());
                    }
                },
                locale);
        if (problem != null) {
            response.setStatus(422);
            model.addAttribute("problem", problem);
            return table(product, chosen, typed.texts(), typed.wrong(), model);
        }
        cells.saved(redirect, locale);
        redirect.addAttribute("column", chosen.key());
        return "redirect:" + Visitor.path("/products/" + id + "/prices");
    }

    @PostMapping("/channels")
    String authorize(
            @PathVariable UUID id,
            @RequestParam long version,
            @RequestParam(defaultValue = "false") boolean exclusive,
            @RequestParam(defaultValue = "") List<UUID> channel,
            Locale locale,
            RedirectAttributes redirect) {
        return buttons.press(
                () -> prices.authorize(id, version, exclusive, channel),
                "product.authorized",
                "/products/" + id,
                locale,
                redirect);
    }

    private Column chosen(@Nullable String key) {
        List<Column> all = columns();
        return all.stream().filter(c -> c.key().equals(key)).findFirst().orElse(all.getFirst());
    }

    private List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        lists.all().forEach(l -> columns.add(Column.of(l)));
        channels.list().forEach(c -> columns.add(Column.of(c)));
        return columns;
    }

    private String table(
            Product product, Column column, Map<String, String> typed, Map<String, String> wrong, Model model) {
        Prices.Amounts amounts = prices.of(product.id());
        Map<UUID, Long> present = (column.kind().equals("p") ? amounts.prices() : amounts.floors())
                .getOrDefault(column.owner(), Map.of());
        Map<String, String> shown = new HashMap<>();
        product.variants()
                .forEach(v ->
                        shown.put(column.key() + "." + v.id(), Amounts.format(present.get(v.id()), column.currency())));
        shown.putAll(typed);
        model.addAttribute("product", product);
        model.addAttribute("columns", columns());
        model.addAttribute("column", column);
        model.addAttribute("shown", shown);
        model.addAttribute("wrong", wrong);
        return "catalog/product-prices";
    }
}
