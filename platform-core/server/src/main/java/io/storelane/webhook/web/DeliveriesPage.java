package io.storelane.webhook.web;

import io.storelane.tenancy.Slice;
import io.storelane.ui.Option;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import io.storelane.web.list.Download;
import io.storelane.webhook.Deliveries;
import io.storelane.webhook.DeliveryView;
import io.storelane.webhook.Webhooks;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import tools.jackson.databind.json.JsonMapper;

/** What was sent to the receivers, and what came back. */
@Controller
@RequestMapping("/w/{workspace}/webhook-deliveries")
class DeliveriesPage {

    private static final int SIZE = 50;
    private static final int MOST_WEBHOOKS = 200;

    private final Deliveries deliveries;
    private final DeliveriesFile file;
    private final Webhooks webhooks;
    private final Toasts toasts;
    private final MessageSource messages;
    private final JsonMapper json;

    DeliveriesPage(
            Deliveries deliveries,
            DeliveriesFile file,
            Webhooks webhooks,
            Toasts toasts,
            MessageSource messages,
            JsonMapper json) {
        this.deliveries = deliveries;
        this.file = file;
        this.webhooks = webhooks;
        this.toasts = toasts;
        this.messages = messages;
        this.json = json;
    }

    /** The filter as it stands in the address; what is none means all. */
    record Address(String q, String webhook, String state, String from, String until) {

        Address(
                @Nullable String q,
                @Nullable String webhook,
                @Nullable String state,
                @Nullable String from,
                @Nullable String until) {
            this.q = q == null ? "" : q.strip();
            this.webhook = webhook == null || id(webhook) == null ? "" : webhook;
            this.state = state == null ? "" : state;
            this.from = from == null || day(from) == null ? "" : from;
            this.until = until == null || day(until) == null ? "" : until;
        }

        Deliveries.Filter filter(ZoneId zone) {
            return new Deliveries.Filter(q, id(webhook), state, begin(day(from), zone, 0), begin(day(until), zone, 1));
        }

        private static @Nullable Instant begin(@Nullable LocalDate day, ZoneId zone, int later) {
            return day == null ? null : day.plusDays(later).atStartOfDay(zone).toInstant();
        }

        private static @Nullable LocalDate day(String text) {
            try {
                return text.length() == 10 ? LocalDate.parse(text) : null;
            } catch (DateTimeException _) {
                return null;
            }
        }

        private static @Nullable UUID id(String text) {
            try {
                return text.length() == 36 ? UUID.fromString(text) : null;
            } catch (IllegalArgumentException _) {
                return null;
            }
        }
    }

    @GetMapping
    String list(
            @ModelAttribute("address") Address address,
            @RequestParam(defaultValue = "") String after,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Locale locale,
            Model model) {
        Deliveries.Filter filter = address.filter(zone);
        Slice<DeliveryView> page = deliveries.find(filter, after, SIZE);
        long total = deliveries.count(filter);
        model.addAttribute("deliveries", page.rows());
        model.addAttribute("prev", page.previous());
        model.addAttribute("next", page.next());
        model.addAttribute("total", Math.min(total, Deliveries.COUNTED));
        model.addAttribute("more", total > Deliveries.COUNTED);
        model.addAttribute("filtered", !filter.isEmpty());
        model.addAttribute("state", filter.state());
        model.addAttribute(
                "webhooks",
                Stream.concat(
                                Stream.of(new Option("", text("delivery.webhook.all", locale))),
                                webhooks.find(new Webhooks.Filter("", ""), "", MOST_WEBHOOKS).rows().stream()
                                        .map(w -> new Option(w.id().toString(), w.name())))
                        .toList());
        model.addAttribute(
                "states",
                Stream.of("", "open", "delivered", "dead", "discarded")
                        .map(s -> new Option(s, text("delivery.state." + (s.isEmpty() ? "all" : s), locale)))
                        .toList());
        return "webhook/deliveries";
    }

    @GetMapping("/export")
    void export(
            @ModelAttribute("address") Address address,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Download to)
            throws IOException {
        to.send(file, address.filter(zone));
    }

    @GetMapping("/{id}")
    String delivery(
            @PathVariable UUID id,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean part,
            Model model) {
        model.addAttribute("delivery", deliveries.delivery(id));
        model.addAttribute("attempts", deliveries.attempts(id));
        model.addAttribute(
                "payload",
                json.writerWithDefaultPrettyPrinter().writeValueAsString(json.readTree(deliveries.payload(id))));
        return part ? "webhook/drawer" : "webhook/delivery";
    }

    @PostMapping("/retry")
    String retry(@RequestParam(defaultValue = "") List<UUID> id, Locale locale, RedirectAttributes redirect) {
        return after(id, locale, redirect, "delivery.retried", () -> deliveries.retry(id));
    }

    @PostMapping("/discard")
    String discard(@RequestParam(defaultValue = "") List<UUID> id, Locale locale, RedirectAttributes redirect) {
        return after(id, locale, redirect, "delivery.discarded", () -> deliveries.discard(id));
    }

    private String after(List<UUID> ids, Locale locale, RedirectAttributes redirect, String key, Runnable work) {
        toasts.tell(redirect, locale, work, key, ids.size());
        return "redirect:" + Visitor.path("/webhook-deliveries");
    }

    private String text(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }
}
