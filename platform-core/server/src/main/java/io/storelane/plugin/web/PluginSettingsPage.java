package io.storelane.plugin.web;

import io.storelane.plugin.PluginSettings;
import io.storelane.plugin.PluginView;
import io.storelane.plugin.Plugins;
import io.storelane.plugin.api.SettingsForm;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The form of a plugin: its fields, drawn and checked by the server. */
@Controller
@RequestMapping("/w/{workspace}/plugins/{plugin}/settings")
class PluginSettingsPage {

    private final Plugins plugins;
    private final PluginSettings settings;
    private final Toasts toasts;
    private final MessageSource messages;

    PluginSettingsPage(Plugins plugins, PluginSettings settings, Toasts toasts, MessageSource messages) {
        this.plugins = plugins;
        this.settings = settings;
        this.toasts = toasts;
        this.messages = messages;
    }

    /** A field as the form shows it. */
    record Shown(String name, String kind, String label, String help, boolean required, String value, String fault) {}

    /** What is wrong. @param label of the field; empty if the form has none of that name */
    record Fault(String name, String label, String text) {}

    @GetMapping
    String form(@PathVariable String plugin, Locale locale, Model model) {
        return show(plugin, settings.shown(plugin), Map.of(), locale, model);
    }

    /** @param values of a secret some dots, or nothing: what was typed is not said again */
    private String show(String id, Map<String, String> values, Map<String, String> faults, Locale locale, Model model) {
        PluginView plugin = plugins.find(id, locale);
        List<SettingsForm.Field> fields = settings.fields(id);
        model.addAttribute("plugin", plugin);
        model.addAttribute(
                "fields",
                fields.stream().map(f -> shown(id, f, values, faults, locale)).toList());
        model.addAttribute("faults", told(id, fields, faults, locale));
        return "plugin/settings";
    }

    /** In the order of the form, then what the plugin says of fields that it has not got: nothing is refused in silence. */
    private List<Fault> told(String id, List<SettingsForm.Field> fields, Map<String, String> faults, Locale locale) {
        List<Fault> told = new ArrayList<>();
        Map<String, String> left = new TreeMap<>(faults);
        for (SettingsForm.Field field : fields) {
            String fault = left.remove(field.name());
            if (fault != null) {
                told.add(new Fault(field.name(), plugins.text(id, field.labelKey(), locale), said(id, fault, locale)));
            }
        }
        left.forEach((name, fault) -> told.add(new Fault(name, "", said(id, fault, locale))));
        return told;
    }

    private Shown shown(
            String id,
            SettingsForm.Field field,
            Map<String, String> values,
            Map<String, String> faults,
            Locale locale) {
        String help = plugins.text(id, field.labelKey() + ".help", locale);
        String fault = faults.getOrDefault(field.name(), "");
        return new Shown(
                field.name(),
                field.kind().name(),
                plugins.text(id, field.labelKey(), locale),
                help.endsWith(".help") ? "" : help,
                field.required(),
                values.getOrDefault(field.name(), ""),
                said(id, fault, locale));
    }

    /** A text of the server, else of the plugin. */
    private String said(String id, String fault, Locale locale) {
        String own = plugins.text(id, fault, locale);
        return fault.isEmpty() ? "" : Objects.requireNonNullElse(messages.getMessage(fault, null, own, locale), own);
    }

    @PostMapping
    String save(
            @PathVariable String plugin,
            @RequestParam Map<String, String> typed,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        Map<String, String> values = new HashMap<>();
        settings.fields(plugin)
                .forEach(f -> values.put(
                        f.name(),
                        typed.getOrDefault(f.name(), f.kind() == SettingsForm.Kind.SWITCH ? "false" : "")
                                .strip()));
        Map<String, String> kept = settings.shown(plugin);
        Map<String, String> faults = settings.check(plugin, values, kept.keySet());
        if (!faults.isEmpty()) {
            response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
            settings.fields(plugin).stream()
                    .filter(f -> f.kind() == SettingsForm.Kind.SECRET)
                    .forEach(f -> values.put(f.name(), kept.getOrDefault(f.name(), "")));
            return show(plugin, values, faults, locale, model);
        }
        settings.save(plugin, values);
        toasts.success(redirect, locale, "plugin.settings.saved");
        return "redirect:" + Visitor.path("/plugins/" + plugin);
    }
}
