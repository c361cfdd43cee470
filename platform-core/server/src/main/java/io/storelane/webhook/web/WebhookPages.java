package io.storelane.webhook.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.problem.Kind;
import io.storelane.problem.ProblemException;
import io.storelane.ui.Option;
import io.storelane.web.Forms;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import io.storelane.webhook.Deliveries;
import io.storelane.webhook.EventTypes;
import io.storelane.webhook.WebhookProblem;
import io.storelane.webhook.WebhookView;
import io.storelane.webhook.Webhooks;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
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

/** Sets up a receiver and shows one. A secret is shown in the answer itself: nothing keeps it, no session either. */
@Controller
@RequestMapping("/w/{workspace}/webhooks")
class WebhookPages {

    private static final int WEEK_HOURS = 168;
    private static final List<Integer> GRACES = List.of(24, 1, WEEK_HOURS, 0);

    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final EventTypes types;
    private final Toasts toasts;
    private final MessageSource messages;
    private final Clock clock;

    WebhookPages(
            Webhooks webhooks,
            Deliveries deliveries,
            EventTypes types,
            Toasts toasts,
            MessageSource messages,
            Clock clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.types = types;
        this.toasts = toasts;
        this.messages = messages;
        this.clock = clock;
    }

    @GetMapping("/new")
    String add(Model model) {
        Access.current().require(Permission.WEBHOOKS_MANAGE);
        return form(WebhookForm.empty(), model);
    }

    @PostMapping("/new")
    String add(
            @Valid @ModelAttribute WebhookForm webhookForm,
            BindingResult form,
            HttpServletResponse response,
            Model model) {
        Access.current().require(Permission.WEBHOOKS_MANAGE);
        AtomicReference<Webhooks.Made> made = new AtomicReference<>();
        if (!Forms.submit(form, response, () -> made.set(webhooks.add(webhookForm.details(), webhookForm.on())))) {
            return form(webhookForm, model);
        }
        return made(made.get(), response, model);
    }

    @GetMapping("/{id}")
    String show(
            @PathVariable UUID id,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Locale locale,
            Model model) {
        WebhookView webhook = webhooks.webhook(id);
        return show(webhook, WebhookForm.of(webhook), zone, locale, model);
    }

    @PostMapping("/{id}")
    String change(
            @PathVariable UUID id,
            @Valid @ModelAttribute WebhookForm webhookForm,
            BindingResult form,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        WebhookView webhook = webhooks.webhook(id);
        if (!Forms.submit(
                form,
                response,
                () -> webhooks.change(id, webhookForm.version(), webhookForm.details(), webhookForm.on()))) {
            return show(webhook, webhookForm, zone, locale, model);
        }
        toasts.success(redirect, locale, "webhook.changed");
        return page(id);
    }

    @PostMapping("/{id}/turn")
    String turn(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "false") boolean on,
            Locale locale,
            RedirectAttributes redirect) {
        return after(id, locale, redirect, () -> {
            webhooks.turn(id, on);
            toasts.success(redirect, locale, on ? "webhook.turnedOn" : "webhook.turnedOff");
            return page(id);
        });
    }

    @PostMapping("/{id}/rotate")
    String rotate(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "24") int graceHours,
            HttpServletResponse response,
            Model model) {
        Duration grace = Duration.ofHours(Math.clamp(graceHours, 0, WEEK_HOURS));
        return made(webhooks.rotate(id, grace), response, model);
    }

    /** Shows what came of it: the delivery with the answer. */
    @PostMapping("/{id}/test")
    String test(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        UUID delivery = webhooks.test(id);
        if (deliveries.delivery(delivery).state().equals("delivered")) {
            toasts.success(redirect, locale, "webhook.tested");
        } else {
            redirect.addFlashAttribute("toastError", messages.getMessage("webhook.tested.failed", null, locale));
        }
        return "redirect:" + Visitor.path("/webhook-deliveries/" + delivery);
    }

    @PostMapping("/{id}/replay")
    String replay(
            @PathVariable UUID id,
            @ModelAttribute ReplayForm replay,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Locale locale,
            RedirectAttributes redirect) {
        Access.current().require(Permission.WEBHOOKS_MANAGE);
        webhooks.webhook(id);
        return after(id, locale, redirect, () -> {
            Instant from = ReplayForm.time(replay.from(), zone);
            Instant until = ReplayForm.time(replay.until(), zone);
            if (from == null || until == null) {
                throw new ProblemException(WebhookProblem.RANGE);
            }
            int number = deliveries.replay(id, from, until, replay.onlyDead());
            toasts.success(redirect, locale, "webhook.replayed", number);
            return "redirect:" + Visitor.path("/webhook-deliveries?webhook=" + id);
        });
    }

    @PostMapping("/{id}/remove")
    String remove(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        webhooks.remove(id);
        toasts.success(redirect, locale, "webhook.removed");
        return "redirect:" + Visitor.path("/webhooks");
    }

    private String after(UUID id, Locale locale, RedirectAttributes redirect, Supplier<String> work) {
        try {
            return work.get();
        } catch (ProblemException e) {
            if (e.code().kind() == Kind.MISSING || e.code().kind() == Kind.FORBIDDEN) {
                throw e;
            }
            toasts.failure(redirect, locale, e);
            return page(id);
        }
    }

    private static String page(UUID id) {
        return "redirect:" + Visitor.path("/webhooks/" + id);
    }

    private String made(Webhooks.Made made, HttpServletResponse response, Model model) {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        model.addAttribute("webhook", webhooks.webhook(made.id()));
        model.addAttribute("secret", made.secret());
        return "webhook/made";
    }

    private String form(WebhookForm form, Model model) {
        model.addAttribute("webhookForm", form);
        model.addAttribute("groups", TypeGroup.of(types.all(), form.types()));
        return "webhook/new";
    }

    private String show(WebhookView webhook, WebhookForm form, ZoneId zone, Locale locale, Model model) {
        model.addAttribute("webhook", webhook);
        model.addAttribute(
                "graces",
                GRACES.stream()
                        .map(h -> new Option(h.toString(), messages.getMessage("webhook.grace." + h, null, locale)))
                        .toList());
        LocalDateTime now = LocalDateTime.now(clock.withZone(zone)).truncatedTo(ChronoUnit.MINUTES);
        model.addAttribute("from", now.minusDays(1).toString());
        model.addAttribute("until", now.plusMinutes(1).toString());
        form(form, model);
        return "webhook/webhook";
    }
}
