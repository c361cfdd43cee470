package io.storelane.webhook;

import io.storelane.access.Permission;
import io.storelane.notification.NoticeKind;
import io.storelane.notification.NoticeSource;
import java.util.List;
import org.springframework.stereotype.Component;

/** Tells those who look after webhooks what a receiver has not taken. {@link Endings} tells it when it happens. */
@Component
class WebhookNotices implements NoticeSource {

    static final NoticeKind DEAD = kind("webhook.dead", "/webhook-deliveries?state=dead", "send", false);
    static final NoticeKind DISABLED = kind("webhook.disabled", "/webhooks?state=disabled", "player-pause", true);

    private static NoticeKind kind(String key, String page, String icon, boolean mail) {
        return new NoticeKind(key, Permission.WEBHOOKS_MANAGE, page, icon, mail);
    }

    @Override
    public List<NoticeKind> kinds() {
        return List.of(DEAD, DISABLED);
    }
}
