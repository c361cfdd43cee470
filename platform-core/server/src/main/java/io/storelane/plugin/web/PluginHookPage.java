package io.storelane.plugin.web;

import io.storelane.plugin.PluginHooks;
import io.storelane.plugin.Plugins;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import io.storelane.web.WebProperties;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The address at which other systems call a plugin, and what came there. */
@Controller
@RequestMapping("/w/{workspace}/plugins/{plugin}/calls")
class PluginHookPage {

    private final Plugins plugins;
    private final PluginHooks hooks;
    private final Toasts toasts;
    private final WebProperties web;

    PluginHookPage(Plugins plugins, PluginHooks hooks, Toasts toasts, WebProperties web) {
        this.plugins = plugins;
        this.hooks = hooks;
        this.toasts = toasts;
        this.web = web;
    }

    @GetMapping
    String calls(@PathVariable String plugin, Locale locale, Model model) {
        model.addAttribute("plugin", plugins.find(plugin, locale));
        model.addAttribute(
                "address",
                hooks.path(plugin).map(path -> web.publicUrl() + path).orElse(""));
        List<PluginHooks.Call> calls = hooks.calls(plugin);
        model.addAttribute("calls", calls);
        model.addAttribute(
                "givenUp", calls.stream().anyMatch(call -> call.state().equals("dead")));
        return "plugin/calls";
    }

    @PostMapping("/address")
    String renew(@PathVariable String plugin, Locale locale, RedirectAttributes redirect) {
        return after(plugin, locale, redirect, "plugin.hook.renewed", () -> hooks.renew(plugin));
    }

    @PostMapping("/retry")
    String retry(@PathVariable String plugin, Locale locale, RedirectAttributes redirect) {
        return after(plugin, locale, redirect, "plugin.hook.retried", () -> hooks.retry(plugin));
    }

    private String after(String plugin, Locale locale, RedirectAttributes redirect, String key, Runnable work) {
        toasts.tell(redirect, locale, work, key);
        return "redirect:" + Visitor.path("/plugins/" + plugin + "/calls");
    }
}
