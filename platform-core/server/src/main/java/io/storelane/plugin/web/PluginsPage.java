package io.storelane.plugin.web;

import io.storelane.notification.Sendings;
import io.storelane.plugin.PluginHooks;
import io.storelane.plugin.PluginSnapshots;
import io.storelane.plugin.PluginView;
import io.storelane.plugin.Plugins;
import io.storelane.ui.Fmt;
import io.storelane.ui.TimelineEntry;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Plugins of the workspace: what there is, what one asks for, on and off. */
@Controller
@RequestMapping("/w/{workspace}/plugins")
class PluginsPage {

    /** Texts of these name the cause themselves, in the reader's language. */
    private static final Set<String> SAYS_WHY = Set.of("crashed", "quarantined");

    private final Plugins plugins;
    private final PluginSnapshots snapshots;
    private final PluginHooks hooks;
    private final Sendings sendings;
    private final Toasts toasts;

    private final MessageSource messages;
    private final Fmt fmt;

    PluginsPage(
            Plugins plugins,
            PluginSnapshots snapshots,
            PluginHooks hooks,
            Sendings sendings,
            Toasts toasts,
            MessageSource messages,
            Fmt fmt) {
        this.messages = messages;
        this.fmt = fmt;
        this.plugins = plugins;
        this.snapshots = snapshots;
        this.hooks = hooks;
        this.sendings = sendings;
        this.toasts = toasts;
    }

    /** A permission that a plugin brings. @param label as the plugin calls it; its code if it has no name for it */
    record Brought(String code, String label) {}

    @GetMapping
    String list(Locale locale, Model model) {
        model.addAttribute("plugins", plugins.list(locale));
        return "plugin/list";
    }

    @GetMapping("/{plugin}")
    String plugin(
            @PathVariable String plugin,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Locale locale,
            Model model) {
        PluginView found = plugins.find(plugin, locale);
        model.addAttribute("plugin", found);
        model.addAttribute(
                "brings",
                found.permissions().stream()
                        .map(p -> new Brought(p, plugins.permission(plugin, p, locale)))
                        .toList());
        model.addAttribute(
                "history",
                plugins.history(plugin).stream()
                        .map(e -> new TimelineEntry(
                                messages.getMessage("plugin.entry." + e.action(), new Object[] {e.version()}, locale),
                                SAYS_WHY.contains(e.action()) ? "" : e.cause(),
                                fmt.dateTime(e.at(), zone),
                                TimelineEntry.State.DONE))
                        .toList());
        model.addAttribute("givenUp", plugins.givenUp(plugin));
        messages(plugin, locale, model);
        model.addAttribute("views", snapshots.of(plugin));
        model.addAttribute("takesCalls", hooks.takes(plugin));
        return "plugin/plugin";
    }

    /** Messages to people that were given up. */
    private void messages(String plugin, Locale locale, Model model) {
        Sendings.GivenUp unsent = sendings.givenUp(plugin);
        String version = plugins.find(plugin, locale).version();
        model.addAttribute("unsent", unsent.count());
        model.addAttribute(
                "unsentCause",
                unsent.cause().isEmpty()
                        ? ""
                        : messages.getMessage(unsent.cause(), new Object[] {plugin, version}, "", locale));
    }

    @PostMapping("/{plugin}/resend")
    String resend(@PathVariable String plugin, Locale locale, RedirectAttributes redirect) {
        return after(plugin, locale, redirect, "plugin.resent", () -> sendings.retry(plugin));
    }

    @PostMapping("/{plugin}/enable")
    String enable(@PathVariable String plugin, Locale locale, RedirectAttributes redirect) {
        return after(plugin, locale, redirect, "plugin.enabled", () -> plugins.enable(plugin));
    }

    @PostMapping("/{plugin}/disable")
    String disable(@PathVariable String plugin, Locale locale, RedirectAttributes redirect) {
        return after(plugin, locale, redirect, "plugin.disabled", () -> plugins.disable(plugin));
    }

    @PostMapping("/{plugin}/retry")
    String retry(@PathVariable String plugin, Locale locale, RedirectAttributes redirect) {
        return after(plugin, locale, redirect, "plugin.retried", () -> plugins.retry(plugin));
    }

    @PostMapping("/{plugin}/rebuild")
    String rebuild(@PathVariable String plugin, Locale locale, RedirectAttributes redirect) {
        return after(plugin, locale, redirect, "plugin.rebuilt", () -> snapshots.rebuild(plugin));
    }

    private String after(String id, Locale locale, RedirectAttributes redirect, String key, Runnable work) {
        String name = plugins.find(id, locale).name();
        toasts.tell(redirect, locale, work, key, name);
        return "redirect:" + Visitor.path("/plugins/" + id);
    }
}
