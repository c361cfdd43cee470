package io.storelane.inventory.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.inventory.ChangeStock;
import io.storelane.inventory.Stock;
import io.storelane.web.Forms;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Receiving, adjusting, counting and taking out what is broken: one form, with its words for each. */
@Controller
@RequestMapping("/w/{workspace}/stock")
class StockChangePage {

    private final Stock stock;
    private final Choices choices;
    private final Toasts toasts;

    StockChangePage(Stock stock, Choices choices, Toasts toasts) {
        this.stock = stock;
        this.choices = choices;
        this.toasts = toasts;
    }

    /** @param sku and location to start with, for a link at them */
    @GetMapping({"/receive", "/adjust", "/count", "/damage"})
    String show(
            @RequestParam(defaultValue = "") String sku,
            @RequestParam(required = false) @Nullable UUID location,
            HttpServletRequest request,
            Locale locale,
            Model model) {
        Access.current().require(Permission.STOCK_MANAGE);
        return form(StockForm.of(location, sku), request, locale, model);
    }

    /** @param more true if only more rows are wanted */
    @PostMapping({"/receive", "/adjust", "/count", "/damage"})
    String save(
            @Valid @ModelAttribute StockForm stockForm,
            BindingResult result,
            @RequestParam(defaultValue = "false") boolean more,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        Access.current().require(Permission.STOCK_MANAGE);
        if (more) {
            return form(stockForm.withMore(), request, locale, model);
        }
        stockForm.check(result);
        String operation = operation(request);
        if (!Forms.submit(result, response, () -> apply(operation, stockForm.command()))) {
            fill(operation, locale, model);
            return "inventory/change";
        }
        toasts.success(
                redirect,
                locale,
                "stock." + operation + ".done",
                stockForm.units().size());
        return "redirect:" + Visitor.path("/stock?location=" + stockForm.locationId());
    }

    private void apply(String operation, ChangeStock change) {
        switch (operation) {
            case "receive" -> stock.receive(change);
            case "adjust" -> stock.adjust(change);
            case "count" -> stock.count(change);
            default -> stock.damage(change);
        }
    }

    private String form(StockForm form, HttpServletRequest request, Locale locale, Model model) {
        model.addAttribute("stockForm", form);
        fill(operation(request), locale, model);
        return "inventory/change";
    }

    private void fill(String operation, Locale locale, Model model) {
        model.addAttribute("operation", operation);
        model.addAttribute("locations", choices.locations(Permission.STOCK_MANAGE, "stock.choose", locale));
    }

    private static String operation(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
