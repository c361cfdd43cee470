package io.storelane.api.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.api.ApiKeyView;
import io.storelane.api.ApiKeys;
import io.storelane.organization.NodeView;
import io.storelane.organization.Organization;
import io.storelane.problem.Kind;
import io.storelane.problem.ProblemException;
import io.storelane.ui.Option;
import io.storelane.web.Forms;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import io.storelane.web.WebProperties;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Makes a key and shows one. A secret is shown in the answer itself: nothing keeps it, no session either. */
@Controller
@RequestMapping("/w/{workspace}/keys")
class KeyPages {

    private final ApiKeys keys;
    private final Organization organization;
    private final MessageSource messages;
    private final Toasts toasts;
    private final WebProperties web;
    private final Clock clock;
    private final BroughtScopes scopes;

    KeyPages(
            ApiKeys keys,
            Organization organization,
            MessageSource messages,
            Toasts toasts,
            WebProperties web,
            Clock clock,
            BroughtScopes scopes) {
        this.keys = keys;
        this.organization = organization;
        this.messages = messages;
        this.toasts = toasts;
        this.web = web;
        this.clock = clock;
        this.scopes = scopes;
    }

    @GetMapping("/new")
    String add(@ModelAttribute(name = "zone", binding = false) ZoneId zone, Locale locale, Model model) {
        Access.current().require(Permission.API_KEYS_MANAGE);
        String inAYear = LocalDate.now(clock.withZone(zone)).plusYears(1).toString();
        return form(new KeyForm("", List.of(), null, inAYear), locale, model);
    }

    @PostMapping("/new")
    String add(
            @Valid @ModelAttribute KeyForm keyForm,
            BindingResult form,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            HttpServletResponse response,
            Locale locale,
            Model model) {
        Access.current().require(Permission.API_KEYS_MANAGE);
        AtomicReference<ApiKeys.Made> made = new AtomicReference<>();
        if (!Forms.submit(form, response, () -> made.set(keys.make(keyForm.command(zone, scopes.names()))))) {
            return form(keyForm, locale, model);
        }
        return made(made.get(), response, model);
    }

    @GetMapping("/{id}")
    String show(@PathVariable UUID id, Locale locale, Model model) {
        return show(keys.key(id), locale, model);
    }

    @PostMapping("/{id}/rotate")
    String rotate(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "24") int graceHours,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        try {
            Duration grace = Duration.ofHours(Math.clamp(graceHours, 0, KeyForm.MOST_GRACE_HOURS));
            return made(keys.rotate(id, grace), response, model);
        } catch (ProblemException e) {
            if (e.code().kind() == Kind.MISSING || e.code().kind() == Kind.FORBIDDEN) {
                throw e;
            }
            toasts.failure(redirect, locale, e);
            return "redirect:" + Visitor.path("/keys/" + id);
        }
    }

    @PostMapping("/{id}/revoke")
    String revoke(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        keys.revoke(id);
        toasts.success(redirect, locale, "apikey.revoked");
        return "redirect:" + Visitor.path("/keys/" + id);
    }

    private String made(ApiKeys.Made made, HttpServletResponse response, Model model) {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        model.addAttribute("key", keys.key(made.id()));
        model.addAttribute("token", made.token());
        model.addAttribute(
                "command", "curl -H \"Authorization: Bearer " + made.token() + "\" " + web.publicUrl() + "/api/v1/me");
        return "api/made";
    }

    private String show(ApiKeyView key, Locale locale, Model model) {
        model.addAttribute("key", key);
        model.addAttribute(
                "scopes",
                key.names().stream()
                        .map(name -> messages.getMessage("permission." + name, null, name, locale))
                        .toList());
        model.addAttribute(
                "graces",
                List.of(24, 1, KeyForm.MOST_GRACE_HOURS, 0).stream()
                        .map(h -> new Option(h.toString(), messages.getMessage("apikey.grace." + h, null, locale)))
                        .toList());
        return "api/key";
    }

    private String form(KeyForm form, Locale locale, Model model) {
        model.addAttribute("keyForm", form);
        model.addAttribute("groups", ScopeGroup.of(form.scopes(), scopes.all()));
        List<Option> places = new ArrayList<>();
        List<NodeView> nodes = organization.choices(Permission.API_KEYS_MANAGE);
        int top = nodes.stream().mapToInt(NodeView::depth).min().orElse(0);
        if (nodes.size() != 1) {
            places.add(new Option("", messages.getMessage("apikey.choose", null, locale)));
        }
        nodes.forEach(n -> places.add(new Option(n.id().toString(), "\u2003".repeat(n.depth() - top) + n.name())));
        model.addAttribute("places", places);
        return "api/new";
    }
}
