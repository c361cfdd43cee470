package io.storelane.catalog.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.catalog.CatalogProblem;
import io.storelane.catalog.Product;
import io.storelane.catalog.ProductOption;
import io.storelane.catalog.Products;
import io.storelane.catalog.Variant;
import io.storelane.catalog.Variants;
import io.storelane.problem.ProblemException;
import io.storelane.ui.Option;
import io.storelane.web.Forms;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Adds a variant, changes one, and says what a bundle consists of. */
@Controller
@RequestMapping("/w/{workspace}/products/{id}/variants")
class VariantPage {

    private final Products products;
    private final Variants variants;
    private final ProductButtons buttons;
    private final Toasts toasts;

    VariantPage(Products products, Variants variants, ProductButtons buttons, Toasts toasts) {
        this.products = products;
        this.variants = variants;
        this.buttons = buttons;
        this.toasts = toasts;
    }

    @GetMapping("/new")
    String add(@PathVariable UUID id, Locale locale, Model model) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        model.addAttribute("variantForm", VariantForm.empty());
        return form(products.product(id), null, locale, model);
    }

    @PostMapping("/new")
    String add(
            @PathVariable UUID id,
            @Valid @ModelAttribute VariantForm variantForm,
            BindingResult result,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        Product product = products.product(id);
        List<ProductOption> options = product.details().options();
        if (!Forms.submit(result, response, () -> variants.add(id, variantForm.details(options)))) {
            return form(product, null, locale, model);
        }
        toasts.success(redirect, locale, "variant.added", variantForm.sku());
        return page(id);
    }

    @GetMapping("/{variant}")
    String edit(@PathVariable UUID id, @PathVariable UUID variant, Locale locale, Model model) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        Product product = products.product(id);
        Variant shown = in(product, variant);
        model.addAttribute(
                "variantForm", VariantForm.of(shown, product.details().options()));
        model.addAttribute("componentsForm", ComponentsForm.of(shown));
        return form(product, shown, locale, model);
    }

    @PostMapping("/{variant}")
    String edit(
            @PathVariable UUID id,
            @PathVariable UUID variant,
            @Valid @ModelAttribute VariantForm variantForm,
            BindingResult result,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        Product product = products.product(id);
        Variant shown = in(product, variant);
        List<ProductOption> options = product.details().options();
        if (!Forms.submit(
                result,
                response,
                () -> variants.change(id, variant, variantForm.version(), variantForm.details(options)))) {
            model.addAttribute("componentsForm", ComponentsForm.of(shown));
            return form(product, shown, locale, model);
        }
        toasts.success(redirect, locale, "variant.changed", variantForm.sku());
        return page(id);
    }

    @PostMapping("/{variant}/components")
    String components(
            @PathVariable UUID id,
            @PathVariable UUID variant,
            @Valid @ModelAttribute ComponentsForm componentsForm,
            BindingResult result,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        Product product = products.product(id);
        Variant shown = in(product, variant);
        if (!Forms.submit(result, response, () -> variants.setComponents(id, variant, componentsForm.units()))) {
            model.addAttribute(
                    "variantForm", VariantForm.of(shown, product.details().options()));
            return form(product, shown, locale, model);
        }
        toasts.success(redirect, locale, "variant.components.saved", shown.sku());
        return page(id);
    }

    @PostMapping("/{variant}/delete")
    String delete(@PathVariable UUID id, @PathVariable UUID variant, Locale locale, RedirectAttributes redirect) {
        return buttons.press(
                () -> variants.delete(id, variant), "variant.deleted", "/products/" + id, locale, redirect);
    }

    /** What a bundle consists of, as typed: a SKU and a number a line. */
    record ComponentsForm(String components) {

        ComponentsForm {
            components = components == null ? "" : components;
        }

        static ComponentsForm of(Variant variant) {
            return new ComponentsForm(String.join(
                    "\n",
                    variant.components().stream()
                            .map(c -> c.sku() + " × " + c.quantity())
                            .toList()));
        }

        /** @throws ProblemException if a number is none */
        Map<String, Long> units() {
            Map<String, Long> units = new LinkedHashMap<>();
            for (String line : components
                    .lines()
                    .map(String::strip)
                    .filter(l -> !l.isEmpty())
                    .toList()) {
                int cut = line.lastIndexOf('×');
                String sku = cut < 0 ? line : line.substring(0, cut).strip();
                String number = cut < 0 ? "1" : line.substring(cut + 1).strip();
                if (!number.matches("\\d{1,6}")) {
                    throw new ProblemException(CatalogProblem.QUANTITY_INVALID, 9_999);
                }
                units.merge(sku, Long.valueOf(number), Long::sum);
            }
            return units;
        }
    }

    private static Variant in(Product product, UUID id) {
        return product.variants().stream()
                .filter(v -> v.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ProblemException(CatalogProblem.VARIANT_NOT_FOUND));
    }

    /** An option of the product as a select field. */
    record Field(String label, List<Option> options, String chosen) {}

    private static String form(Product product, @Nullable Variant variant, Locale locale, Model model) {
        VariantForm form = (VariantForm) java.util.Objects.requireNonNull(model.getAttribute("variantForm"));
        List<Field> fields = new ArrayList<>();
        List<ProductOption> options = product.details().options();
        for (int i = 0; i < options.size(); i++) {
            List<Option> values = new ArrayList<>();
            for (int v = 0; v < options.get(i).values().size(); v++) {
                values.add(new Option(
                        Integer.toString(v), options.get(i).values().get(v).in(locale)));
            }
            fields.add(new Field(
                    options.get(i).name().in(locale),
                    values,
                    i < form.optionValues().size() ? form.optionValues().get(i) : ""));
        }
        model.addAttribute("product", product);
        model.addAttribute("variant", variant);
        model.addAttribute("fields", fields);
        return "catalog/variant";
    }

    private static String page(UUID id) {
        return "redirect:" + Visitor.path("/products/" + id);
    }
}
