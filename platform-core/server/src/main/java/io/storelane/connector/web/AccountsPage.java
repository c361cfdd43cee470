package io.storelane.connector.web;

import io.storelane.connector.AccountView;
import io.storelane.connector.Accounts;
import io.storelane.connector.FailedRecords;
import io.storelane.plugin.PluginConnectors;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Stores that the workspace has connected: how each does, what failed, and what can be done about it. */
@Controller
@RequestMapping("/w/{workspace}/channel-accounts")
class AccountsPage {

    private final Accounts accounts;
    private final FailedRecords records;
    private final PluginConnectors connectors;
    private final Toasts toasts;

    AccountsPage(Accounts accounts, FailedRecords records, PluginConnectors connectors, Toasts toasts) {
        this.accounts = accounts;
        this.records = records;
        this.connectors = connectors;
        this.toasts = toasts;
    }

    @GetMapping
    String list(Locale locale, Model model) {
        model.addAttribute("accounts", accounts.list());
        model.addAttribute("kinds", kinds(locale));
        model.addAttribute("locale", locale);
        return "connector/accounts";
    }

    /** What each connector is called, by its plugin. */
    private Map<String, String> kinds(Locale locale) {
        Map<String, String> kinds = new LinkedHashMap<>();
        connectors
                .offers()
                .forEach(o -> kinds.put(
                        o.plugin(), connectors.text(o.plugin(), o.form().labelKey(), locale)));
        return kinds;
    }

    @GetMapping("/{id}")
    String account(@PathVariable UUID id, Locale locale, Model model) {
        AccountView account = accounts.account(id);
        List<FailedRecords.Failed> failed = records.of(id);
        model.addAttribute("account", account);
        model.addAttribute("kinds", kinds(locale));
        model.addAttribute("records", failed);
        model.addAttribute("locale", locale);
        return "connector/account";
    }

    @PostMapping("/{id}/test")
    String test(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        return after(id, locale, redirect, "connector.tested", () -> accounts.test(id, locale));
    }

    @PostMapping("/{id}/hurry")
    String hurry(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        return after(id, locale, redirect, "connector.hurried", () -> accounts.hurry(id));
    }

    @PostMapping("/{id}/pause")
    String pause(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        return after(id, locale, redirect, "connector.paused", () -> accounts.pause(id));
    }

    @PostMapping("/{id}/resume")
    String resume(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        return after(id, locale, redirect, "connector.resumed", () -> accounts.resume(id));
    }

    @PostMapping("/{id}/disconnect")
    String disconnect(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        AccountView account = accounts.account(id);
        toasts.tell(redirect, locale, () -> accounts.disconnect(id), "connector.disconnected", account.name());
        return "redirect:" + Visitor.path("/channel-accounts");
    }

    @PostMapping("/{id}/retry")
    String retryAll(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        return after(id, locale, redirect, "connector.retried", () -> records.retryAll(id));
    }

    @PostMapping("/{id}/records/{record}/retry")
    String retry(@PathVariable UUID id, @PathVariable UUID record, Locale locale, RedirectAttributes redirect) {
        return after(id, locale, redirect, "connector.retried", () -> records.retry(id, record));
    }

    @PostMapping("/{id}/records/{record}/ignore")
    String ignore(
            @PathVariable UUID id,
            @PathVariable UUID record,
            @RequestParam(defaultValue = "") String reason,
            Locale locale,
            RedirectAttributes redirect) {
        return after(id, locale, redirect, "connector.ignored", () -> records.ignore(id, record, reason));
    }

    private String after(UUID id, Locale locale, RedirectAttributes redirect, String key, Runnable work) {
        toasts.tell(redirect, locale, work, key, accounts.account(id).name());
        return "redirect:" + Visitor.path("/channel-accounts/" + id);
    }
}
