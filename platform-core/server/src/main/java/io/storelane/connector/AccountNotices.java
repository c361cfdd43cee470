package io.storelane.connector;

import io.storelane.access.Permission;
import io.storelane.notification.Notice;
import io.storelane.notification.NoticeKind;
import io.storelane.notification.NoticeSource;
import io.storelane.notification.Notices;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Tells those who look after channels, at the node of the channel, that it does not let a store in any more. */
@Component
class AccountNotices implements NoticeSource {

    private static final NoticeKind REFUSED = new NoticeKind(
            "channel_account.refused", Permission.CHANNELS_MANAGE, "/channel-accounts", "alert-circle", true);

    private final Database database;
    private final Notices notices;

    AccountNotices(Database database, Notices notices) {
        this.database = database;
        this.notices = notices;
    }

    @Override
    public List<NoticeKind> kinds() {
        return List.of(REFUSED);
    }

    /** Within the transaction that stops the account: it is told once, however long it stays so. */
    void refused(UUID account) {
        database.core()
                .sql("""
                        select a.name, c.node_id from core.channel_account a
                        join core.channel c on c.tenant_id = a.tenant_id and c.id = a.channel_id
                        where a.tenant_id = :tenant and a.id = :account""")
                .param("tenant", Scope.currentTenant().value())
                .param("account", account)
                .query((rs, _) -> Notice.at(
                        rs.getObject("node_id", UUID.class),
                        REFUSED,
                        "/channel-accounts/" + account,
                        null,
                        rs.getString("name")))
                .optional()
                .ifPresent(notice -> notices.tell(List.of(notice)));
    }
}
