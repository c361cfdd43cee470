package io.storelane.connector.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.channel.Channel;
import io.storelane.connector.AccountView;
import io.storelane.connector.Accounts;
import io.storelane.plugin.PluginConnectors;
import io.storelane.plugin.api.SettingsForm;
import io.storelane.problem.ProblemException;
import io.storelane.ui.Option;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Connects a store, and changes what it is set up with: fields of the connector, drawn and checked by the server. */
@Controller
@RequestMapping("/w/{workspace}/channel-accounts")
class AccountFormPage {

    /** Before the names of the connector's fields, so that they are never ours. */
    private static final String PREFIX = "field-";

    private static final String SEALED = "••••••••";

    private final Accounts accounts;
    private final PluginConnectors connectors;
    private final Toasts toasts;
    private final MessageSource messages;

    AccountFormPage(Accounts accounts, PluginConnectors connectors, Toasts toasts, MessageSource messages) {
        this.accounts = accounts;
        this.connectors = connectors;
        this.toasts = toasts;
        this.messages = messages;
    }

    /** A field as the form shows it. */
    record Shown(String name, String kind, String label, String help, boolean required, String value, String fault) {}

    /**
     * What the form is filled with.
     *
     * @param channelId empty if none is chosen
     * @param problem why it was not taken as a whole; empty if nothing is wrong
     */
    private record Filling(
            PluginConnectors.Offer offer,
            @Nullable AccountView account,
            String name,
            String channelId,
            Map<String, String> values,
            Map<String, String> faults,
            String problem) {}

    @GetMapping("/new")
    String add(@RequestParam(defaultValue = "") String plugin, Locale locale, Model model) {
        Access.current().require(Permission.CHANNELS_MANAGE);
        List<PluginConnectors.Offer> offers = connectors.offers();
        PluginConnectors.Offer offer = offers.stream()
                .filter(o -> o.plugin().equals(plugin))
                .findFirst()
                .orElse(offers.size() == 1 ? offers.getFirst() : null);
        if (offer == null) {
            model.addAttribute(
                    "offers",
                    offers.stream()
                            .map(o -> new Option(
                                    o.plugin(),
                                    connectors.text(o.plugin(), o.form().labelKey(), locale)))
                            .toList());
            return "connector/choose";
        }
        return show(new Filling(offer, null, "", "", Map.of(), Map.of(), ""), locale, model);
    }

    @PostMapping("/new")
    String add(
            @RequestParam(defaultValue = "") String plugin,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String channelId,
            @RequestParam Map<String, String> typed,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        Access.current().require(Permission.CHANNELS_MANAGE);
        PluginConnectors.Offer offer = connectors.offer(plugin).orElse(null);
        if (offer == null) {
            return add(plugin, locale, model);
        }
        Map<String, String> values = values(offer, typed);
        Map<String, String> faults = new HashMap<>(connectors.faults(offer.form(), values, Set.of()));
        Channel channel = accounts.free().stream()
                .filter(c -> c.id().toString().equals(channelId))
                .findFirst()
                .orElse(null);
        String problem = channel == null ? said("connector.channel.choose", locale) : "";
        if (faults.isEmpty() && channel != null) {
            try {
                accounts.test(plugin, null, channel.id(), name, values, locale);
                UUID id = accounts.connect(plugin, channel.id(), name, values);
                toasts.success(redirect, locale, "connector.connected", name);
                return "redirect:" + Visitor.path("/channel-accounts/" + id);
            } catch (ProblemException e) {
                problem = messages.getMessage(e.code().messageKey(), e.args(), locale);
            }
        }
        response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
        return show(new Filling(offer, null, name, channelId, values, faults, problem), locale, model);
    }

    private static Map<String, String> values(PluginConnectors.Offer offer, Map<String, String> typed) {
        Map<String, String> values = new HashMap<>();
        offer.form()
                .fields()
                .forEach(f -> values.put(
                        f.name(),
                        typed.getOrDefault(PREFIX + f.name(), f.kind() == SettingsForm.Kind.SWITCH ? "false" : "")
                                .strip()));
        return values;
    }

    @GetMapping("/{id}/edit")
    String edit(@PathVariable UUID id, Locale locale, Model model) {
        AccountView account = accounts.account(id);
        PluginConnectors.Offer offer = connectors.offer(account.plugin()).orElse(null);
        if (offer == null) {
            return "redirect:" + Visitor.path("/channel-accounts/" + id);
        }
        return show(
                new Filling(
                        offer,
                        account,
                        account.name(),
                        account.channelId().toString(),
                        account.settings(),
                        Map.of(),
                        ""),
                locale,
                model);
    }

    @PostMapping("/{id}/edit")
    String edit(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "0") long version,
            @RequestParam Map<String, String> typed,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        AccountView account = accounts.account(id);
        PluginConnectors.Offer offer = connectors.offer(account.plugin()).orElse(null);
        if (offer == null) {
            return "redirect:" + Visitor.path("/channel-accounts/" + id);
        }
        Map<String, String> values = values(offer, typed);
        Map<String, String> faults = connectors.faults(offer.form(), values, accounts.kept(id));
        String problem = "";
        if (faults.isEmpty()) {
            try {
                accounts.test(account.plugin(), id, account.channelId(), name, values, locale);
                accounts.change(id, version, name, values);
                toasts.success(redirect, locale, "connector.changed", name);
                return "redirect:" + Visitor.path("/channel-accounts/" + id);
            } catch (ProblemException e) {
                problem = messages.getMessage(e.code().messageKey(), e.args(), locale);
            }
        }
        response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
        return show(
                new Filling(offer, account, name, account.channelId().toString(), values, faults, problem),
                locale,
                model);
    }

    private String show(Filling filling, Locale locale, Model model) {
        String plugin = filling.offer().plugin();
        Set<String> kept = filling.account() == null
                ? Set.of()
                : accounts.kept(filling.account().id());
        model.addAttribute("account", filling.account());
        model.addAttribute("plugin", plugin);
        model.addAttribute(
                "kind", connectors.text(plugin, filling.offer().form().labelKey(), locale));
        model.addAttribute("name", filling.name());
        model.addAttribute("channelId", filling.channelId());
        model.addAttribute("problem", filling.problem());
        model.addAttribute(
                "channels",
                accounts.free().stream()
                        .map(c -> new Option(c.id().toString(), c.name()))
                        .toList());
        model.addAttribute(
                "fields",
                filling.offer().form().fields().stream()
                        .map(f -> shown(plugin, f, filling, kept, locale))
                        .toList());
        return "connector/form";
    }

    private Shown shown(String plugin, SettingsForm.Field field, Filling filling, Set<String> kept, Locale locale) {
        String help = connectors.text(plugin, field.labelKey() + ".help", locale);
        String fault = filling.faults().getOrDefault(field.name(), "");
        boolean secret = field.kind() == SettingsForm.Kind.SECRET;
        String value = secret
                ? (kept.contains(field.name()) ? SEALED : "") // what was typed is not said again
                : filling.values().getOrDefault(field.name(), "");
        return new Shown(
                PREFIX + field.name(),
                field.kind().name(),
                connectors.text(plugin, field.labelKey(), locale),
                help.endsWith(".help") ? "" : help,
                field.required(),
                value,
                fault.isEmpty() ? "" : said(fault, locale));
    }

    private String said(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }
}
