package io.storelane.inventory.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.inventory.TransferView;
import io.storelane.inventory.Transfers;
import io.storelane.web.Forms;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
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
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Sends a transfer and takes it in. */
@Controller
@RequestMapping("/w/{workspace}/transfers")
class TransferPage {

    private final Transfers transfers;
    private final Choices choices;
    private final Toasts toasts;
    private final Buttons buttons;

    TransferPage(Transfers transfers, Choices choices, Toasts toasts, Buttons buttons) {
        this.transfers = transfers;
        this.choices = choices;
        this.toasts = toasts;
        this.buttons = buttons;
    }

    @GetMapping("/new")
    String add(
            @RequestParam(defaultValue = "") String sku,
            @RequestParam(required = false) @Nullable UUID location,
            Locale locale,
            Model model) {
        Access.current().require(Permission.STOCK_MANAGE);
        return form(TransferForm.of(location, sku), locale, model);
    }

    /** @param more true if only more rows are wanted */
    @PostMapping("/new")
    String send(
            @Valid @ModelAttribute TransferForm transferForm,
            BindingResult result,
            @RequestParam(defaultValue = "false") boolean more,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        Access.current().require(Permission.STOCK_MANAGE);
        if (more) {
            return form(transferForm.withMore(), locale, model);
        }
        transferForm.check(result);
        AtomicReference<UUID> sent = new AtomicReference<>();
        if (!Forms.submit(result, response, () -> sent.set(transfers.send(transferForm.command())))) {
            fill(locale, model);
            return "inventory/transfer-new";
        }
        toasts.success(redirect, locale, "transfer.sentOff");
        return "redirect:" + Visitor.path("/transfers/" + sent.get());
    }

    private String form(TransferForm form, Locale locale, Model model) {
        model.addAttribute("transferForm", form);
        fill(locale, model);
        return "inventory/transfer-new";
    }

    private void fill(Locale locale, Model model) {
        model.addAttribute("fromChoices", choices.locations(Permission.STOCK_MANAGE, "stock.choose", locale));
        model.addAttribute("toChoices", choices.locations(Permission.STOCK_VIEW, "stock.choose", locale));
    }

    @GetMapping("/{id}")
    String show(
            @PathVariable UUID id,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean part,
            Model model) {
        model.addAttribute("transfer", transfers.transfer(id));
        return part ? "inventory/transfer-drawer" : "inventory/transfer";
    }

    /** @param params {@code version}, {@code last}, {@code lossNote}, and the units of each variant under its id */
    @PostMapping("/{id}/receive")
    String receive(
            @PathVariable UUID id,
            @RequestParam Map<String, String> params,
            Locale locale,
            RedirectAttributes redirect) {
        TransferView transfer = transfers.transfer(id);
        Map<UUID, Long> arrived = new HashMap<>();
        transfer.lines().forEach(line -> {
            String units = params.getOrDefault(line.variantId().toString(), "").strip();
            // what is no number is more than was sent, and said so
            arrived.put(
                    line.variantId(), units.isEmpty() ? 0 : units.matches("\\d{1,10}") ? Long.parseLong(units) : -1);
        });
        String version = params.getOrDefault("version", "");
        buttons.press(
                () -> transfers.receive(
                        id,
                        version.matches("\\d{1,18}") ? Long.parseLong(version) : -1,
                        arrived,
                        params.containsKey("last"),
                        params.getOrDefault("lossNote", "").strip()),
                "transfer.takenIn",
                locale,
                redirect);
        return "redirect:" + Visitor.path("/transfers/" + id);
    }
}
