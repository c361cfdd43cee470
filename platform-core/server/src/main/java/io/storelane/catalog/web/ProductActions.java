package io.storelane.catalog.web;

import io.storelane.catalog.CatalogProblem;
import io.storelane.catalog.ProductBulk;
import io.storelane.catalog.ProductBulk.Action;
import io.storelane.catalog.ProductBulk.Change;
import io.storelane.catalog.Products;
import io.storelane.problem.ProblemException;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Lists and delists products, one or many; changes many at once; deletes a draft. */
@Controller
@RequestMapping("/w/{workspace}/products")
class ProductActions {

    private final Products products;
    private final ProductBulk bulk;
    private final ProductButtons buttons;
    private final Toasts toasts;
    private final MessageSource messages;

    ProductActions(Products products, ProductBulk bulk, ProductButtons buttons, Toasts toasts, MessageSource messages) {
        this.products = products;
        this.bulk = bulk;
        this.buttons = buttons;
        this.toasts = toasts;
        this.messages = messages;
    }

    @PostMapping("/{id}/list")
    String list(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        return buttons.press(
                () -> {
                    try {
                        products.list(id);
                    } catch (ProblemException e) {
                        throw ProductBulk.inOneSentence(e, messages, locale);
                    }
                },
                "product.listed.done",
                "/products/" + id,
                locale,
                redirect);
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

    /**
     * Changes the chosen products, or all that match.
     *
     * @param all true for all products that the list shows on all its pages
     */
    @PostMapping("/bulk")
    String many(
            @RequestParam String action,
            @RequestParam(defaultValue = "") List<UUID> id,
            @RequestParam(defaultValue = "false") boolean all,
            @RequestParam(required = false) @Nullable UUID toCategory,
            @RequestParam(defaultValue = "") List<UUID> toChannel,
            @ModelAttribute("query") ProductsPage.Query query,
            Locale locale,
            RedirectAttributes redirect) {
        Change change = new Change(Action.of(action), toCategory, toChannel);
        String list = "redirect:" + ProductsPage.href("/products", query.params());
        try {
            if (all) {
                return "redirect:" + Visitor.path("/jobs/" + bulk.startAll(change, query.filter()));
            }
            if (id.size() > ProductBulk.AT_ONCE) {
                return "redirect:" + Visitor.path("/jobs/" + bulk.start(change, id));
            }
        } catch (ProblemException e) {
            if (e.code().kind() == io.storelane.problem.Kind.FORBIDDEN) {
                throw e;
            }
            toasts.failure(redirect, locale, e);
            return list;
        }
        List<ProductBulk.Result> results = bulk.apply(change, id);
        List<String> failures = results.stream()
                .filter(r -> r.problem() != null)
                .map(r -> failure(r, locale))
                .toList();
        if (results.size() > failures.size()) {
            toasts.success(
                    redirect, locale, "product.many." + change.action().code(), results.size() - failures.size());
        }
        redirect.addFlashAttribute("failures", failures);
        return list;
    }

    private String failure(ProductBulk.Result result, Locale locale) {
        ProblemException e =
                ProductBulk.inOneSentence(java.util.Objects.requireNonNull(result.problem()), messages, locale);
        String why = messages.getMessage(e.code().messageKey(), e.args(), locale);
        return result.name().isEmpty() ? why : result.name() + ": " + why;
    }
}
