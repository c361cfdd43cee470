package io.storelane.channel.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.channel.Channel;
import io.storelane.channel.ChannelKind;
import io.storelane.channel.Channels;
import io.storelane.organization.NodeView;
import io.storelane.organization.Organization;
import io.storelane.ui.Option;
import io.storelane.web.Currencies;
import io.storelane.web.Forms;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Adds a channel, changes one, closes it and opens it again. */
@Controller
@RequestMapping("/w/{workspace}/channels")
class ChannelFormPage {

    private final Channels channels;
    private final Organization organization;
    private final Toasts toasts;
    private final MessageSource messages;

    ChannelFormPage(Channels channels, Organization organization, Toasts toasts, MessageSource messages) {
        this.channels = channels;
        this.organization = organization;
        this.toasts = toasts;
        this.messages = messages;
    }

    @GetMapping("/new")
    String add(Locale locale, Model model) {
        Access.current().require(Permission.CHANNELS_MANAGE);
        Channel direct = channels.byCode(Channels.DIRECT);
        model.addAttribute("channelForm", ChannelForm.empty(direct.nodeId(), direct.currency()));
        return form(null, locale, model);
    }

    @PostMapping("/new")
    String add(
            @Valid @ModelAttribute ChannelForm channelForm,
            BindingResult result,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        Access.current().require(Permission.CHANNELS_MANAGE);
        if (!Forms.submit(result, response, () -> channels.add(channelForm.details()))) {
            return form(null, locale, model);
        }
        toasts.success(redirect, locale, "channel.added", channelForm.name());
        return "redirect:" + Visitor.path("/channels");
    }

    @GetMapping("/{id}")
    String edit(@PathVariable UUID id, Locale locale, Model model) {
        Access.current().require(Permission.CHANNELS_MANAGE);
        Channel channel = channels.channel(id);
        model.addAttribute("channelForm", ChannelForm.of(channel));
        return form(channel, locale, model);
    }

    @PostMapping("/{id}")
    String edit(
            @PathVariable UUID id,
            @Valid @ModelAttribute ChannelForm channelForm,
            BindingResult result,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        Access.current().require(Permission.CHANNELS_MANAGE);
        Channel channel = channels.channel(id);
        if (!Forms.submit(result, response, () -> channels.change(id, channelForm.version(), channelForm.details()))) {
            return form(channel, locale, model);
        }
        toasts.success(redirect, locale, "channel.changed", channelForm.name());
        return "redirect:" + Visitor.path("/channels");
    }

    @PostMapping("/{id}/close")
    String close(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        return setActive(id, false, "channel.closed.done", locale, redirect);
    }

    @PostMapping("/{id}/open")
    String open(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        return setActive(id, true, "channel.opened.done", locale, redirect);
    }

    private String setActive(UUID id, boolean active, String done, Locale locale, RedirectAttributes redirect) {
        Channel channel = channels.channel(id);
        toasts.tell(redirect, locale, () -> channels.setActive(id, active), done, channel.name());
        return "redirect:" + Visitor.path("/channels");
    }

    private String form(@Nullable Channel channel, Locale locale, Model model) {
        model.addAttribute("channel", channel);
        model.addAttribute(
                "kinds",
                Arrays.stream(ChannelKind.values())
                        .map(k -> new Option(k.code(), messages.getMessage("channel.kind." + k.code(), null, locale)))
                        .toList());
        List<NodeView> nodes = organization.choices(Permission.CHANNELS_MANAGE);
        model.addAttribute(
                "nodes",
                nodes.stream()
                        .map(n -> new Option(n.id().toString(), "\u2003".repeat(n.depth()) + n.name()))
                        .toList());
        model.addAttribute("currencies", Currencies.options(locale));
        return "channel/form";
    }
}
