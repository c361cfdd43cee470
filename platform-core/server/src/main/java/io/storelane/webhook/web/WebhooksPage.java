package io.storelane.webhook.web;

import io.storelane.tenancy.Slice;
import io.storelane.ui.Option;
import io.storelane.web.Csv;
import io.storelane.webhook.WebhookView;
import io.storelane.webhook.Webhooks;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The receivers of the workspace. */
@Controller
@RequestMapping("/w/{workspace}/webhooks")
class WebhooksPage {

    private static final int SIZE = 50;
    private static final int EXPORT_LIMIT = 50_000;

    private final Webhooks webhooks;
    private final MessageSource messages;

    WebhooksPage(Webhooks webhooks, MessageSource messages) {
        this.webhooks = webhooks;
        this.messages = messages;
    }

    @GetMapping
    String list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String after,
            Locale locale,
            Model model) {
        var filter = new Webhooks.Filter(q.strip(), state);
        Slice<WebhookView> page = webhooks.find(filter, after, SIZE);
        model.addAttribute("webhooks", page.rows());
        model.addAttribute("prev", page.previous());
        model.addAttribute("next", page.next());
        model.addAttribute("total", webhooks.count(filter));
        model.addAttribute("filter", filter);
        model.addAttribute(
                "states",
                Stream.of("", "on", "off", "disabled")
                        .map(s -> new Option(s, text("webhook.state." + (s.isEmpty() ? "all" : s), locale)))
                        .toList());
        return "webhook/webhooks";
    }

    @GetMapping("/export")
    void export(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String state,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Locale locale,
            HttpServletResponse response)
            throws IOException {
        List<WebhookView> rows = webhooks.find(new Webhooks.Filter(q.strip(), state), "", EXPORT_LIMIT)
                .rows();
        List<String> header = Stream.of("name", "url", "types", "state", "succeeded", "failing", "waiting", "dead")
                .map(column -> text("webhook." + column, locale))
                .toList();
        Csv.send(
                response,
                "webhooks",
                zone,
                header,
                rows.stream()
                        .map(w -> List.of(
                                w.name(),
                                w.url(),
                                w.types().isEmpty() ? text("webhook.types.all", locale) : String.join("; ", w.types()),
                                text("webhook.state." + w.state(), locale),
                                Csv.time(w.succeededAt(), zone),
                                Csv.time(w.failingSince(), zone),
                                String.valueOf(w.waiting()),
                                String.valueOf(w.dead()))));
    }

    private String text(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }
}
