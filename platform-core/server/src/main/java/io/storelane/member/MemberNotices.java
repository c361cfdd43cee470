package io.storelane.member;

import io.storelane.access.Permission;
import io.storelane.event.Event;
import io.storelane.notification.Notice;
import io.storelane.notification.NoticeKind;
import io.storelane.notification.NoticeSource;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Tells those who invite people that somebody has accepted. */
@Component
class MemberNotices implements NoticeSource {

    private static final NoticeKind JOINED =
            new NoticeKind("member.joined", Permission.MEMBERS_MANAGE, "/members", "user-plus", false);

    private final Database database;

    MemberNotices(Database database) {
        this.database = database;
    }

    @Override
    public List<NoticeKind> kinds() {
        return List.of(JOINED);
    }

    @Override
    public Set<String> types() {
        return Set.of("member.joined");
    }

    @Override
    public List<Notice> notices(List<Event> events) {
        return database.core()
                .sql("""
                        select m.user_id, m.name, i.node_id from unnest(:ids) as e (id)
                        join core.invitation i on i.tenant_id = :tenant and i.id = e.id
                        join platform.tenant_member m on m.tenant_id = i.tenant_id and lower(m.email) = lower(i.email)""")
                .param("tenant", Scope.currentTenant().value())
                .param(
                        "ids",
                        Rows.array(
                                "uuid",
                                events,
                                e -> UUID.fromString(String.valueOf(e.payload().get("invitation")))))
                .query((rs, _) -> Notice.at(
                        rs.getObject("node_id", UUID.class),
                        JOINED,
                        "/members/" + rs.getObject("user_id", UUID.class),
                        rs.getObject("user_id", UUID.class),
                        rs.getString("name")))
                .list();
    }
}
