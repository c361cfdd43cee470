package io.storelane.notification.web;

import io.storelane.notification.NotificationView;
import io.storelane.notification.Notifications;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.OneOf;
import io.storelane.web.api.Paging;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the maker of the key was told, as far as the key allows to see what it is about. */
@RestController
@RequestMapping("/api/v1/notifications")
class NotificationsApi {

    private static final String NOTIFICATION = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "kind": "order.held", "text": "2 orders are on hold, the latest is 261122-7K3M9X.",
             "count": 2, "page": "/orders?view=held", "firstAt": "2026-11-22T08:00:00Z", "lastAt": "2026-11-22T08:10:00Z",
             "readAt": null}""";

    private static final String CHOICE = """
            {"kind": "order.held", "product": true, "mail": false, "ways": []}""";

    private final Notifications notifications;

    NotificationsApi(Notifications notifications) {
        this.notifications = notifications;
    }

    /**
     * @param count how many there were until it was read
     * @param page path of the page below the workspace
     */
    record Notification(
            UUID id,
            String kind,
            String text,
            int count,
            String page,
            Instant firstAt,
            Instant lastAt,
            @Nullable Instant readAt) {}

    /** @param unread 100 stands for 100 and more */
    record Unread(int unread) {}

    /** @param read how many were not read before */
    record ReadAll(int read) {}

    /** @param ways of plugins by which it goes besides */
    record Choice(String kind, boolean product, boolean mail, List<String> ways) {

        static Choice of(Notifications.Choice c) {
            return new Choice(
                    c.kind(), c.product(), c.mail(), c.ways().stream().sorted().toList());
        }
    }

    record Choices(List<Choice> data) {}

    /** As sent. */
    record Chosen(Boolean product, Boolean mail, @Nullable List<String> ways) {}

    private static Notification shown(NotificationView n) {
        return new Notification(n.id(), n.kind(), n.text(), n.count(), n.page(), n.firstAt(), n.lastAt(), n.readAt());
    }

    @ApiOperation(
            value = "List notifications",
            details =
                    "The latest first, of 90 days. `state` is `unread`, or empty for all; `kind` is one of those that `/choices` names."
                            + " Until one is read, further ones of its kind and node are counted in it.",
            answer = NOTIFICATION)
    @GetMapping
    ApiPage<Notification> list(
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") @OneOf({"unread"}) String state,
            Paging page) {
        return ApiPage.of(
                notifications.find(new Notifications.Filter(kind, state.equals("unread")), page.cursor(), page.limit()),
                NotificationsApi::shown);
    }

    @ApiOperation(
            value = "Count unread notifications",
            details = "100 stands for 100 and more.",
            answer = "{\"unread\": 3}")
    @GetMapping("/unread")
    Unread unread() {
        return new Unread(notifications.unread());
    }

    @ApiOperation(value = "Read a notification", answer = NOTIFICATION)
    @GetMapping("/{id}")
    Notification get(@PathVariable UUID id) {
        return shown(notifications.notification(id));
    }

    @ApiOperation(value = "Mark a notification as read", answer = NOTIFICATION)
    @PostMapping("/{id}/read")
    Notification read(@PathVariable UUID id) {
        notifications.read(id);
        return get(id);
    }

    @ApiOperation(
            value = "Mark all notifications as read",
            details = "Those that the key may see.",
            answer = "{\"read\": 12}")
    @PostMapping("/read")
    ReadAll readAll() {
        return new ReadAll(notifications.readAll());
    }

    @ApiOperation(
            value = "List how one is told",
            details =
                    "Each kind of notification, whether it is shown in the product, whether it goes into a mail, and by which ways of plugins"
                            + " it goes besides, such as `dingtalk/robot`.",
            answer = "{\"data\": [" + CHOICE + "]}")
    @GetMapping("/choices")
    Choices choices() {
        return new Choices(notifications.choices().stream().map(Choice::of).toList());
    }

    @ApiOperation(
            value = "Choose how one is told of a kind",
            details =
                    "From now on. 404 if there is no such kind, or the key may not be told of it. Without `ways` those of plugins stay as they"
                            + " are.",
            body = "{\"product\": true, \"mail\": false}",
            answer = CHOICE)
    @PutMapping("/choices/{kind}")
    Choice choose(@PathVariable String kind, @RequestBody Chosen chosen) {
        List<String> ways = chosen.ways();
        if (ways == null) {
            notifications.choose(kind, chosen.product(), chosen.mail());
        } else {
            notifications.choose(kind, chosen.product(), chosen.mail(), new HashSet<>(ways));
        }
        return notifications.choices().stream()
                .filter(c -> c.kind().equals(kind))
                .map(Choice::of)
                .findFirst()
                .orElseThrow();
    }
}
