package io.storelane.catalog.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.catalog.Product;
import io.storelane.catalog.Products;
import io.storelane.web.Forms;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
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

/** Adds a product and changes one. */
@Controller
@RequestMapping("/w/{workspace}/products")
class ProductFormPage {

    private final Products products;
    private final ProductChoices choices;
    private final Toasts toasts;

    ProductFormPage(Products products, ProductChoices choices, Toasts toasts) {
        this.products = products;
        this.choices = choices;
        this.toasts = toasts;
    }

    @GetMapping("/new")
    String add(Locale locale, Model model) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        model.addAttribute("productForm", ProductForm.empty());
        return form(null, locale, model);
    }

    @PostMapping("/new")
    String add(
            @Valid @ModelAttribute ProductForm productForm,
            BindingResult result,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        AtomicReference<UUID> added = new AtomicReference<>();
        if (!Forms.submit(
                result, response, () -> added.set(products.add(productForm.details(), productForm.variants())))) {
            return form(null, locale, model);
        }
        toasts.success(
                redirect, locale, "product.added", productForm.details().title().in(locale));
        return "redirect:" + Visitor.path("/products/" + added.get());
    }

    @GetMapping("/{id}/edit")
    String edit(@PathVariable UUID id, Locale locale, Model model) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        Product product = products.product(id);
        model.addAttribute("productForm", ProductForm.of(product));
        return form(product, locale, model);
    }

    @PostMapping("/{id}/edit")
    String edit(
            @PathVariable UUID id,
            @Valid @ModelAttribute ProductForm productForm,
            BindingResult result,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        Product product = products.product(id);
        if (!Forms.submit(result, response, () -> products.change(id, productForm.version(), productForm.details()))) {
            return form(product, locale, model);
        }
        toasts.success(
                redirect,
                locale,
                "product.changed",
                productForm.details().title().in(locale));
        return "redirect:" + Visitor.path("/products/" + id);
    }

    private String form(@Nullable Product product, Locale locale, Model model) {
        model.addAttribute("product", product);
        model.addAttribute("kinds", choices.kinds(locale));
        model.addAttribute("brands", choices.brands("product.noBrand", locale));
        model.addAttribute("categories", choices.categories("product.noCategory", locale));
        return "catalog/form";
    }
}
