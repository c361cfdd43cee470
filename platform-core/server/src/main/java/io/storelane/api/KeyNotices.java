package io.storelane.api;

import io.storelane.access.Permission;
import io.storelane.notification.Notice;
import io.storelane.notification.NoticeKind;
import io.storelane.notification.NoticeSource;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Tells those who look after keys, a week before, that one ends: its program would stop without a word. */
@Component
class KeyNotices implements NoticeSource {

    /** As the sweep says. */
    private static final Duration AHEAD = Duration.ofDays(7);

    private static final NoticeKind ENDING =
            new NoticeKind("apikey.expiring", Permission.API_KEYS_MANAGE, "/keys", "key", true);

    private final Database database;
    private final Clock clock;

    KeyNotices(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public List<NoticeKind> kinds() {
        return List.of(ENDING);
    }

    @Override
    public List<Notice> due() {
        Instant now = clock.instant();
        return database.core()
                .sql("""
                        update core.api_key set warned_at = :now
                        where tenant_id = :tenant and expires_at > :now and expires_at <= :ahead and revoked_at is null and warned_at is null
                        returning id, name, node_id, to_char(expires_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as ending""")
                .param("tenant", Scope.currentTenant().value())
                .param("now", Timestamp.from(now))
                .param("ahead", Timestamp.from(now.plus(AHEAD)))
                .query((rs, _) -> Notice.at(
                        rs.getObject("node_id", UUID.class),
                        ENDING,
                        "/keys/" + rs.getObject("id", UUID.class),
                        null,
                        rs.getString("name"),
                        rs.getString("ending") + " UTC"))
                .list();
    }
}
