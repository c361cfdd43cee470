package io.storelane.catalog.web;

import io.storelane.catalog.CatalogProblem;
import io.storelane.catalog.Products;
import io.storelane.catalog.Requirement;
import io.storelane.problem.ProblemException;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Lists and delists products, one or many; deletes a draft. */
@Controller
@RequestMapping("/w/{workspace}/products")
class ProductActions {

    private static final int MOST = 50;

    private final Products products;
    private final ProductButtons buttons;
    private final Toasts toasts;
    private final MessageSource messages;

    ProductActions(Products products, ProductButtons buttons, Toasts toasts, MessageSource messages) {
        this.products = products;
        this.buttons = buttons;
        this.toasts = toasts;
        this.messages = messages;
    }

    @PostMapping("/{id}/list")
    String list(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        return buttons.press(() -> products.list(id), "product.listed.done", "/products/" + id, locale, redirect);
    }

    @PostMapping("/{id}/delist")
    String delist(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        return buttons.press(() -> products.delist(id), "product.delisted.done", "/products/" + id, locale, redirect);
    }

    @PostMapping("/{id}/delete")
    String delete(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        try {
            products.delete(id);
            toasts.success(redirect, locale, "product.deleted.done");
            return "redirect:" + Visitor.path("/products");
        } catch (ProblemException e) {
            if (e.code() != CatalogProblem.NOT_A_DRAFT && e.code() != CatalogProblem.VARIANT_IN_USE) {
                throw e;
            }
            toasts.failure(redirect, locale, e);
            return "redirect:" + Visitor.path("/products/" + id);
        }
    }

    @PostMapping("/list")
    String listMany(@RequestParam(defaultValue = "") List<UUID> id, Locale locale, RedirectAttributes redirect) {
        return many(id, products::list, "product.listedMany", locale, redirect);
    }

    @PostMapping("/delist")
    String delistMany(@RequestParam(defaultValue = "") List<UUID> id, Locale locale, RedirectAttributes redirect) {
        return many(id, products::delist, "product.delistedMany", locale, redirect);
    }

    /** One by one, and of each that stays as it is it is said why. */
    private String many(List<UUID> ids, Consumer<UUID> work, String key, Locale locale, RedirectAttributes redirect) {
        List<String> failures = new ArrayList<>();
        int done = 0;
        for (UUID id : ids.stream().distinct().limit(MOST).toList()) {
            String name = "";
            try {
                name = products.product(id).name(locale);
                work.accept(id);
                done++;
            } catch (ProblemException e) {
                String why = e.code() == CatalogProblem.NOT_READY
                        ? missing(id, locale)
                        : messages.getMessage(e.code().messageKey(), e.args(), locale);
                failures.add(name.isEmpty() ? why : name + ": " + why);
            }
        }
        if (done > 0) {
            toasts.success(redirect, locale, key, done);
        }
        redirect.addFlashAttribute("failures", failures);
        return "redirect:" + Visitor.path("/products");
    }

    private String missing(UUID id, Locale locale) {
        String lacks = String.join(
                messages.getMessage("product.and", null, locale),
                products.checks(id).stream()
                        .filter(c -> !c.met())
                        .map(Requirement.Check::requirement)
                        .map(r -> messages.getMessage("product.requirement." + r.code(), null, locale))
                        .toList());
        return messages.getMessage("product.lacks", new Object[] {lacks}, locale);
    }
}
