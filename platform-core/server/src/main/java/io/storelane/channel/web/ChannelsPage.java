package io.storelane.channel.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.channel.Channel;
import io.storelane.channel.ChannelKind;
import io.storelane.channel.Channels;
import io.storelane.tenancy.Slice;
import io.storelane.ui.Option;
import io.storelane.web.list.Download;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The sales channels of the workspace. */
@Controller
@RequestMapping("/w/{workspace}/channels")
class ChannelsPage {

    private static final int SIZE = 50;

    private final Channels channels;
    private final MessageSource messages;
    private final ChannelsFile channelsFile;

    ChannelsPage(Channels channels, MessageSource messages, ChannelsFile channelsFile) {
        this.channelsFile = channelsFile;
        this.channels = channels;
        this.messages = messages;
    }

    /** The list as its address names it; what is no value of a filter is as if it were not there. */
    record Query(
            @Nullable String q,
            @Nullable String kind,
            @Nullable String state,
            @Nullable String sort) {

        Channels.Filter filter() {
            return new Channels.Filter(
                    q == null ? "" : q.strip(),
                    known(kind, Stream.of(ChannelKind.values()).map(ChannelKind::code)),
                    known(state, Stream.of("open", "closed")),
                    sort == null || !List.of("-name", "code", "-code").contains(sort) ? "name" : sort);
        }

        private static String known(@Nullable String value, Stream<String> values) {
            return values.filter(v -> v.equals(value)).findFirst().orElse("");
        }
    }

    @GetMapping
    String list(
            @ModelAttribute Query query, @RequestParam(defaultValue = "") String after, Locale locale, Model model) {
        Channels.Filter filter = query.filter();
        Slice<Channel> page = channels.find(filter, after, SIZE);
        model.addAttribute("filter", filter);
        model.addAttribute("channels", page.rows());
        model.addAttribute("prev", page.previous());
        model.addAttribute("next", page.next());
        model.addAttribute("total", channels.count(filter));
        model.addAttribute("hidden", Map.of("kind", filter.kind(), "state", filter.state(), "sort", filter.sort()));
        model.addAttribute("kinds", kinds(locale));
        model.addAttribute("mayManage", Access.current().allows(Permission.CHANNELS_MANAGE));
        return "channel/channels";
    }

    private List<Option> kinds(Locale locale) {
        List<Option> kinds = new ArrayList<>(List.of(new Option("", text("channel.allKinds", locale))));
        Stream.of(ChannelKind.values())
                .forEach(k -> kinds.add(new Option(k.code(), text("channel.kind." + k.code(), locale))));
        return kinds;
    }

    @GetMapping("/export")
    void export(@ModelAttribute Query query, Download to) throws IOException {
        to.send(channelsFile, query.filter());
    }

    private String text(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }
}
