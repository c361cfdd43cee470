package io.storelane.notification;

import io.storelane.access.AccessReader;
import io.storelane.access.Permission;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Tells people what happened: in the transaction in which it happens, or in that of a consumer of events. */
@Service
public class Notices {

    static final String QUEUE = "notice";

    /** What comes within this time goes into the same first mail. */
    static final Duration GATHER = Duration.ofMinutes(1);

    private final Database database;
    private final AccessReader access;
    private final SendingQueue sendings;
    private final ReadyMarks ready;
    private final JsonMapper json;
    private final Clock clock;

    Notices(
            Database database,
            AccessReader access,
            SendingQueue sendings,
            ReadyMarks ready,
            JsonMapper json,
            Clock clock) {
        this.database = database;
        this.access = access;
        this.sendings = sendings;
        this.ready = ready;
        this.json = json;
        this.clock = clock;
    }

    private record Holding(Permission permission, @Nullable UUID node) {}

    private record Place(UUID user, String kind, @Nullable UUID node) {}

    private record Told(Place place, Notice latest, int count) {}

    private record Choice(boolean product, boolean mail) {}

    /**
     * Tells each of them whom it concerns: people who hold the permission at this moment, and want to hear of it. What somebody has
     * not read yet is counted, not repeated.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void tell(List<Notice> notices) {
        List<Told> told = gathered(notices);
        if (told.isEmpty()) {
            return;
        }
        sendings.queue(told.stream().map(this::entry).toList());
        Map<Place, Choice> choices = choices(told);
        List<Told> wanted = told.stream()
                .filter(t -> choice(choices, t).product() || choice(choices, t).mail())
                // one order for all, so that two who tell the same people wait for each other and no more
                .sorted(Comparator.comparing(t -> t.place().toString()))
                .toList();
        if (wanted.isEmpty()) {
            return;
        }
        write(wanted, choices);
        if (wanted.stream().anyMatch(t -> choice(choices, t).mail())) {
            ready.markAfterCommit(QUEUE, List.of(Scope.currentTenant()), GATHER);
        }
    }

    private SendingQueue.Entry entry(Told told) {
        Place place = told.place();
        Notice latest = told.latest();
        return new SendingQueue.Entry(
                place.user(),
                place.kind(),
                permission(told),
                place.node(),
                told.count(),
                latest.page(),
                json.writeValueAsString(latest.values()));
    }

    private List<Told> gathered(List<Notice> notices) {
        Map<Holding, Set<UUID>> holders = holders(notices);
        Map<Place, Told> told = new LinkedHashMap<>();
        for (Notice notice : notices) {
            for (UUID user : receivers(notice, holders)) {
                told.merge(
                        new Place(user, notice.kind().key(), notice.node()),
                        new Told(new Place(user, notice.kind().key(), notice.node()), notice, 1),
                        (before, now) -> new Told(before.place(), now.latest(), before.count() + 1));
            }
        }
        return List.copyOf(told.values());
    }

    private static Collection<UUID> receivers(Notice notice, Map<Holding, Set<UUID>> holders) {
        UUID user = notice.user();
        if (user != null) {
            return List.of(user);
        }
        Set<UUID> all = new HashSet<>(holders.getOrDefault(
                new Holding(Objects.requireNonNull(notice.kind().permission()), notice.node()), Set.of()));
        UUID actor = notice.actor();
        if (actor != null) {
            all.remove(actor);
        }
        return all;
    }

    private Map<Holding, Set<UUID>> holders(List<Notice> notices) {
        Map<Permission, Set<@Nullable UUID>> nodes = new HashMap<>();
        for (Notice notice : notices) {
            Permission permission = notice.kind().permission();
            if (notice.user() == null && permission != null) {
                nodes.computeIfAbsent(permission, _ -> new HashSet<>()).add(notice.node());
            }
        }
        Map<Holding, Set<UUID>> holders = new HashMap<>();
        nodes.forEach((permission, some) -> access.holders(permission, new ArrayList<>(some))
                .forEach(holder -> holders.computeIfAbsent(new Holding(permission, holder.node()), _ -> new HashSet<>())
                        .add(holder.userId())));
        return holders;
    }

    private static Choice choice(Map<Place, Choice> choices, Told told) {
        Choice chosen = choices.get(new Place(told.place().user(), told.place().kind(), null));
        return chosen == null ? new Choice(true, told.latest().kind().mail()) : chosen;
    }

    private Map<Place, Choice> choices(List<Told> told) {
        Map<Place, Choice> choices = new HashMap<>();
        database.core()
                .sql("""
                        select c.user_id, c.kind, c.product, c.mail from core.notification_choice c
                        where c.tenant_id = :tenant and c.user_id = any(:users) and c.kind = any(:kinds)""")
                .param("tenant", Scope.currentTenant().value())
                .param("users", Rows.array("uuid", told, t -> t.place().user()))
                .param("kinds", Rows.array("text", told, t -> t.place().kind()))
                .query(rs -> {
                    choices.put(
                            new Place(rs.getObject("user_id", UUID.class), rs.getString("kind"), null),
                            new Choice(rs.getBoolean("product"), rs.getBoolean("mail")));
                });
        return choices;
    }

    private void write(List<Told> told, Map<Place, Choice> choices) {
        Instant now = clock.instant();
        database.core()
                .sql("""
                        insert into core.notification as n (tenant_id, id, user_id, kind, permission, node_id, count, page, detail,
                          shown, first_at, last_at, mail_due)
                        select :tenant, r.id, r.user_id, r.kind, r.permission, r.node_id, r.count, r.page, r.detail::jsonb,
                          r.shown, :now, :now, case when r.mail then :due::timestamptz end
                        from unnest(:ids, :users, :kinds, :permissions, :nodes, :counts, :pages, :details, :shown, :mail)
                          as r (id, user_id, kind, permission, node_id, count, page, detail, shown, mail)
                        on conflict (tenant_id, user_id, kind, node_id) where read_at is null do update
                        set count = n.count + excluded.count, page = excluded.page, detail = excluded.detail,
                          shown = n.shown or excluded.shown, last_at = excluded.last_at,
                          mail_due = coalesce(n.mail_due, excluded.mail_due)""")
                .param("tenant", Scope.currentTenant().value())
                .param("now", Timestamp.from(now))
                .param("due", Timestamp.from(now.plus(GATHER)))
                .param("ids", Rows.array("uuid", told, _ -> Ids.next()))
                .param("users", Rows.array("uuid", told, t -> t.place().user()))
                .param("kinds", Rows.array("text", told, t -> t.place().kind()))
                .param("permissions", Rows.array("text", told, Notices::permission))
                .param("nodes", Rows.array("uuid", told, t -> t.place().node()))
                .param("counts", Rows.array("integer", told, Told::count))
                .param("pages", Rows.array("text", told, t -> t.latest().page()))
                .param(
                        "details",
                        Rows.array(
                                "text",
                                told,
                                t -> json.writeValueAsString(t.latest().values())))
                .param(
                        "shown",
                        Rows.array("boolean", told, t -> choice(choices, t).product()))
                .param(
                        "mail",
                        Rows.array("boolean", told, t -> choice(choices, t).mail()))
                .update();
    }

    /** A person who is told as such sees it whatever roles the person has. */
    private static String permission(Told told) {
        Permission permission =
                told.latest().user() == null ? told.latest().kind().permission() : null;
        return permission == null ? "" : permission.key();
    }

    /** Nobody reads them any more: they go with the person who goes, in the order in which {@link #tell} writes. */
    @Transactional(propagation = Propagation.MANDATORY)
    void forget(List<UUID> users) {
        for (String table : List.of(
                "core.notification_sending",
                "core.notification",
                "core.notification_choice",
                "core.notification_way")) {
            database.core()
                    .sql("delete from " + table + " where tenant_id = :tenant and user_id = any(:users)")
                    .param("tenant", Scope.currentTenant().value())
                    .param("users", Rows.array("uuid", users, u -> u))
                    .update();
        }
    }
}
