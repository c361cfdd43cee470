package io.storelane.notification.web;

import io.storelane.notification.NoticeWays;
import io.storelane.notification.NotificationView;
import io.storelane.notification.Notifications;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Slice;
import io.storelane.ui.Option;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import io.storelane.web.list.Download;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What a person was told: behind the bell, as a list, and how the person wants to be told. */
@Controller
@RequestMapping("/w/{workspace}/notifications")
class NotificationsPage {

    private static final int SIZE = 50;
    private static final int BEHIND_BELL = 15;

    private final Notifications notifications;
    private final NotificationsFile file;
    private final Toasts toasts;
    private final MessageSource messages;

    NotificationsPage(Notifications notifications, NotificationsFile file, Toasts toasts, MessageSource messages) {
        this.notifications = notifications;
        this.file = file;
        this.toasts = toasts;
        this.messages = messages;
    }

    /** Behind the bell the latest; as a page all of them. */
    @GetMapping
    String list(
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String after,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean part,
            Locale locale,
            Model model) {
        List<Option> kinds = kinds(locale);
        Notifications.Filter filter = filter(kind, state);
        Slice<NotificationView> page = notifications.find(filter, after, part ? BEHIND_BELL : SIZE);
        model.addAttribute("notifications", page.rows());
        model.addAttribute("unread", notifications.unread());
        if (part) {
            return "notification/drawer";
        }
        model.addAttribute("prev", page.previous());
        model.addAttribute("next", page.next());
        model.addAttribute("total", notifications.count(filter));
        model.addAttribute("filter", filter);
        model.addAttribute("kinds", kinds);
        return "notification/list";
    }

    private Notifications.Filter filter(String kind, String state) {
        return file.known(new Notifications.Filter(kind, state.equals("unread")));
    }

    @GetMapping("/export")
    void export(
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String state,
            Locale locale,
            Download to)
            throws IOException {
        to.send(file, filter(kind, state));
    }

    private List<Option> kinds(Locale locale) {
        List<Option> kinds = new ArrayList<>();
        kinds.add(new Option("", messages.getMessage("notification.allKinds", null, locale)));
        notifications
                .choices()
                .forEach(c -> kinds.add(new Option(c.kind(), messages.getMessage(c.labelKey(), null, locale))));
        return kinds;
    }

    /** The bell anew. A page that nobody has touched for an hour asks no more: a session shall end some day. */
    @GetMapping("/bell")
    String bell(@RequestParam(defaultValue = "1") int asked, Model model) {
        model.addAttribute("href", Visitor.path("/notifications"));
        model.addAttribute("unread", notifications.unread());
        model.addAttribute("asked", asked);
        return "notification/parts :: bell";
    }

    /** Leads to what it is about, and counts as read. */
    @GetMapping("/{id}")
    String open(@PathVariable UUID id) {
        NotificationView notification = notifications.notification(id);
        notifications.read(id);
        return "redirect:" + Visitor.path(notification.page());
    }

    @PostMapping("/{id}/read")
    String read(@PathVariable UUID id) {
        notifications.read(id);
        return "redirect:" + Visitor.path("/notifications");
    }

    @PostMapping("/read")
    String readAll(Locale locale, RedirectAttributes redirect) {
        toasts.success(redirect, locale, "notification.readAll.done", notifications.readAll());
        return "redirect:" + Visitor.path("/notifications");
    }

    @GetMapping("/settings")
    String settings(Model model) {
        model.addAttribute("choices", notifications.choices());
        model.addAttribute("ways", notifications.ways());
        return "notification/settings";
    }

    /**
     * @param product kinds to be shown in the product
     * @param mail kinds to be mailed
     * @param way kinds to go by a way of a plugin: kind, space, way
     */
    @PostMapping("/settings")
    String choose(
            @RequestParam(required = false) @Nullable Set<String> product,
            @RequestParam(required = false) @Nullable Set<String> mail,
            @RequestParam(required = false) @Nullable Set<String> way,
            Locale locale,
            RedirectAttributes redirect) {
        Set<String> shown = product == null ? Set.of() : product;
        Set<String> mailed = mail == null ? Set.of() : mail;
        Set<String> sent = way == null ? Set.of() : way;
        try {
            for (Notifications.Choice choice : notifications.choices()) {
                boolean inProduct = shown.contains(choice.kind());
                boolean byMail = mailed.contains(choice.kind());
                Set<String> byWays = notifications.ways().stream()
                        .map(NoticeWays.Way::key)
                        .filter(w -> sent.contains(choice.kind() + " " + w))
                        .collect(Collectors.toSet());
                if (inProduct != choice.product() || byMail != choice.mail() || !byWays.equals(choice.ways())) {
                    notifications.choose(choice.kind(), inProduct, byMail, byWays);
                }
            }
            toasts.success(redirect, locale, "notification.settings.saved");
        } catch (ProblemException e) {
            toasts.failure(redirect, locale, e);
        }
        return "redirect:" + Visitor.path("/notifications/settings");
    }
}
