package io.storelane.catalog.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.catalog.CatalogProblem;
import io.storelane.catalog.Combinations;
import io.storelane.catalog.Product;
import io.storelane.catalog.ProductOption;
import io.storelane.catalog.Products;
import io.storelane.catalog.Sku;
import io.storelane.catalog.Text;
import io.storelane.catalog.VariantDetails;
import io.storelane.problem.ProblemException;
import io.storelane.web.Forms;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Makes variants of the options of a product: proposes one for each combination, and adds those that are ticked. */
@Controller
@RequestMapping("/w/{workspace}/products/{id}/variants/combine")
class CombinePage {

    private final Products products;
    private final Combinations combinations;
    private final Toasts toasts;

    CombinePage(Products products, Combinations combinations, Toasts toasts) {
        this.products = products;
        this.combinations = combinations;
        this.toasts = toasts;
    }

    /**
     * A combination as typed.
     *
     * @param values for each option the place of the value among its values, divided by dots
     */
    record Row(
            String values,
            Boolean take,
            @Size(max = Sku.LENGTH) String sku) {

        Row {
            values = values == null ? "" : values;
            take = take != null && take;
            sku = sku == null ? "" : sku;
        }

        List<Text> texts(List<ProductOption> options) {
            List<Text> texts = new ArrayList<>();
            String[] places = values.split("\\.", -1);
            for (int i = 0; i < options.size(); i++) {
                List<Text> known = options.get(i).values();
                String place = i < places.length ? places[i] : "";
                texts.add(
                        place.matches("\\d{1,3}") && Integer.parseInt(place) < known.size()
                                ? known.get(Integer.parseInt(place))
                                : Text.NONE);
            }
            return texts;
        }
    }

    record CombineForm(
            Long version,
            @Min(0) @Max(100_000_000) @Nullable Long weight,
            @Valid List<Row> variants) {

        CombineForm {
            version = version == null ? 0L : version;
            variants = variants == null ? List.of() : variants;
        }

        List<Row> taken() {
            return variants.stream().filter(Row::take).toList();
        }

        List<VariantDetails> details(List<ProductOption> options) {
            return taken().stream()
                    .map(r -> new VariantDetails(
                            new Sku(r.sku()), null, r.texts(options), weight, VariantDetails.Size.UNKNOWN, true))
                    .toList();
        }
    }

    @GetMapping
    String propose(@PathVariable UUID id, @RequestParam(defaultValue = "") String prefix, Locale locale, Model model) {
        Product product = products.product(id);
        Access.current().require(Permission.PRODUCTS_MANAGE);
        List<ProductOption> options = product.details().options();
        List<Row> rows = List.of();
        try {
            rows = combinations.missing(id, prefix).stream()
                    .map(p -> new Row(places(p.optionValues(), options), true, p.sku()))
                    .toList();
        } catch (ProblemException e) {
            if (e.code() == CatalogProblem.PRODUCT_NOT_FOUND) {
                throw e;
            }
            model.addAttribute("problem", e);
        }
        model.addAttribute("combineForm", new CombineForm(product.version(), null, rows));
        model.addAttribute("prefix", prefix.isBlank() ? Combinations.prefix(product) : prefix.strip());
        return show(product, rows, locale, model);
    }

    private static String places(List<Text> values, List<ProductOption> options) {
        List<String> places = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            places.add(Integer.toString(options.get(i).values().indexOf(values.get(i))));
        }
        return String.join(".", places);
    }

    @PostMapping
    String add(
            @PathVariable UUID id,
            @Valid @ModelAttribute CombineForm combineForm,
            BindingResult result,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        Product product = products.product(id);
        if (!Forms.submit(
                result,
                response,
                () -> combinations.add(
                        id,
                        combineForm.version(),
                        combineForm.details(product.details().options())))) {
            model.addAttribute("prefix", Combinations.prefix(product));
            return show(product, combineForm.variants(), locale, model);
        }
        toasts.success(redirect, locale, "variant.combined", combineForm.taken().size());
        return "redirect:" + Visitor.path("/products/" + id);
    }

    private static String show(Product product, List<Row> rows, Locale locale, Model model) {
        model.addAttribute("product", product);
        model.addAttribute(
                "labels",
                rows.stream()
                        .map(r -> String.join(
                                " · ",
                                r.texts(product.details().options()).stream()
                                        .map(t -> t.in(locale))
                                        .toList()))
                        .toList());
        return "catalog/combine";
    }
}
