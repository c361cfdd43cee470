package io.storelane.catalog.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.catalog.ProductFilter;
import io.storelane.catalog.ProductKind;
import io.storelane.catalog.ProductList;
import io.storelane.catalog.ProductState;
import io.storelane.catalog.ProductSummary;
import io.storelane.channel.Channels;
import io.storelane.tenancy.Slice;
import io.storelane.ui.Tab;
import io.storelane.web.Visitor;
import io.storelane.web.list.Download;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** The products of the workspace, as a list and as a file. */
@Controller
@RequestMapping("/w/{workspace}/products")
class ProductsPage {

    private static final int SIZE = 50;

    private final ProductList products;
    private final ProductChoices choices;
    private final Channels channels;
    private final ProductsFile productsFile;

    ProductsPage(ProductList products, ProductChoices choices, Channels channels, ProductsFile productsFile) {
        this.productsFile = productsFile;
        this.channels = channels;
        this.products = products;
        this.choices = choices;
    }

    /** The list as its address names it; what is no value of a filter is as if it were not there. */
    record Query(
            @Nullable String q,
            @Nullable String state,
            @Nullable String kind,
            @Nullable UUID brand,
            @Nullable UUID category,
            @Nullable String sort) {

        Query {
            q = q == null ? "" : q.strip();
            state = state == null ? "" : state;
            kind = kind == null ? "" : kind;
            sort = sort == null || !List.of("name", "-name", "updated").contains(sort) ? "-updated" : sort;
        }

        ProductFilter filter() {
            String wantedState = state == null ? "" : state;
            String wantedKind = kind == null ? "" : kind;
            return new ProductFilter(
                    q == null ? "" : q,
                    Stream.of(ProductState.values())
                            .filter(s -> s.code().equals(wantedState))
                            .findFirst()
                            .orElse(null),
                    Stream.of(ProductKind.values())
                            .filter(k -> k.code().equals(wantedKind))
                            .findFirst()
                            .orElse(null),
                    brand,
                    category,
                    sort == null ? "-updated" : sort);
        }

        /** The parameters of the address that say something. */
        Map<String, String> params() {
            Map<String, String> params = new LinkedHashMap<>();
            put(params, "q", q);
            put(params, "state", state);
            put(params, "kind", kind);
            put(params, "brand", brand);
            put(params, "category", category);
            put(params, "sort", sort);
            return params;
        }

        boolean narrowed() {
            ProductFilter f = filter();
            return !f.q().isEmpty() || f.kind() != null || f.brandId() != null || f.categoryId() != null;
        }

        private static void put(Map<String, String> params, String name, @Nullable Object value) {
            if (value != null && !value.toString().isEmpty()) {
                params.put(name, value.toString());
            }
        }
    }

    @GetMapping
    String list(
            @ModelAttribute("query") Query query,
            @RequestParam(defaultValue = "") String after,
            Locale locale,
            Model model) {
        ProductFilter filter = query.filter();
        Slice<ProductSummary> page = products.find(filter, after, SIZE);
        Map<ProductState, Long> counts = products.counts(filter);
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        Long ofState = filter.state() == null ? null : counts.get(filter.state());
        long total = ofState == null ? all : ofState;
        model.addAttribute("tabs", tabs(query, counts, all));
        model.addAttribute("products", page.rows());
        model.addAttribute("prev", page.previous());
        model.addAttribute("next", page.next());
        model.addAttribute("total", total);
        model.addAttribute("cut", !filter.q().isEmpty() && all >= ProductList.MOST_FOUND);
        model.addAttribute("filtered", query.narrowed());
        model.addAttribute("kinds", choices.kinds(locale));
        model.addAttribute("brands", choices.brands("product.allBrands", locale));
        model.addAttribute("categories", choices.categories("product.allCategories", locale));
        model.addAttribute("exportHref", href("/products/export", query.params()));
        model.addAttribute("mayManage", Access.current().allows(Permission.PRODUCTS_MANAGE));
        model.addAttribute("mayPrice", Access.current().allows(Permission.PRICES_MANAGE));
        model.addAttribute("toCategories", choices.categories("product.noCategory", locale));
        model.addAttribute("channels", channels.list());
        model.addAttribute("shownParams", query.params());
        return "catalog/products";
    }

    @GetMapping("/export")
    void export(@ModelAttribute("query") Query query, Download to) throws IOException {
        to.send(productsFile, query.filter());
    }

    private static List<Tab> tabs(Query query, Map<ProductState, Long> counts, long all) {
        List<Tab> tabs = new ArrayList<>();
        tabs.add(tab(query, "", "product.tab.all", all));
        for (ProductState state : ProductState.values()) {
            Long count = counts.get(state);
            tabs.add(tab(query, state.code(), "product.state." + state.code(), count == null ? 0 : count));
        }
        return tabs;
    }

    private static Tab tab(Query query, String state, String key, long count) {
        Map<String, String> params = query.params();
        params.remove("state");
        if (!state.isEmpty()) {
            params.put("state", state);
        }
        return new Tab(key, href("/products", params), count, state.equals(query.state()));
    }

    static String href(String page, Map<String, String> params) {
        UriComponentsBuilder href = UriComponentsBuilder.fromPath(Visitor.path(page));
        params.forEach((name, value) -> href.queryParam(name, "{" + name + "}"));
        return href.encode().buildAndExpand(params).toUriString();
    }
}
