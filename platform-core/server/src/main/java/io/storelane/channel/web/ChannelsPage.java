package io.storelane.channel.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.channel.Channel;
import io.storelane.channel.Channels;
import io.storelane.web.Csv;
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

/** The sales channels of the workspace; a workspace has few, so they stand on one page. */
@Controller
@RequestMapping("/w/{workspace}/channels")
class ChannelsPage {

    private final Channels channels;
    private final MessageSource messages;

    ChannelsPage(Channels channels, MessageSource messages) {
        this.channels = channels;
        this.messages = messages;
    }

    @GetMapping
    String list(@RequestParam(defaultValue = "") String q, Model model) {
        model.addAttribute("q", q.strip());
        model.addAttribute("channels", matching(q));
        model.addAttribute("mayManage", Access.current().allows(Permission.CHANNELS_MANAGE));
        return "channel/channels";
    }

    @GetMapping("/export")
    void export(
            @RequestParam(defaultValue = "") String q,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Locale locale,
            HttpServletResponse response)
            throws IOException {
        List<String> header = Stream.of("name", "code", "kind", "node", "currency", "stockBuffer", "state")
                .map(column -> text("channel." + column, locale))
                .toList();
        Csv.send(response, "channels", zone, header, matching(q).stream().map(c -> row(c, locale)));
    }

    private List<Channel> matching(String q) {
        String text = q.strip().toLowerCase(Locale.ROOT);
        return channels.list().stream()
                .filter(c -> c.name().toLowerCase(Locale.ROOT).contains(text)
                        || c.code().contains(text))
                .toList();
    }

    private List<String> row(Channel c, Locale locale) {
        return List.of(
                c.name(),
                c.code(),
                text("channel.kind." + c.kind(), locale),
                c.nodeName(),
                c.currency(),
                Long.toString(c.stockBuffer()),
                text(c.active() ? "channel.active" : "channel.closed", locale));
    }

    private String text(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }
}
