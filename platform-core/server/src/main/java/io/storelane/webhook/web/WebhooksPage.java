package io.storelane.webhook.web;

import io.storelane.tenancy.Slice;
import io.storelane.ui.Option;
import io.storelane.web.list.Download;
import io.storelane.webhook.WebhookView;
import io.storelane.webhook.Webhooks;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The receivers of the workspace. */
@Controller
@RequestMapping("/w/{workspace}/webhooks")
class WebhooksPage {

    private static final int SIZE = 50;

    private final Webhooks webhooks;
    private final WebhooksFile file;
    private final MessageSource messages;

    WebhooksPage(Webhooks webhooks, WebhooksFile file, MessageSource messages) {
        this.webhooks = webhooks;
        this.file = file;
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
    void export(@RequestParam(defaultValue = "") String q, @RequestParam(defaultValue = "") String state, Download to)
            throws IOException {
        to.send(file, new Webhooks.Filter(q.strip(), state));
    }

    private String text(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }
}
