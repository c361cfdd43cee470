package io.storelane.notification;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Keyset;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Slice;
import io.storelane.web.Bell;
import io.storelane.web.api.ApiCaller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the caller was told, as far as the caller may see at this moment what it is about. A program sees what its key allows, and
 * nothing that was told to its maker in person.
 */
@Service
public class Notifications implements Bell {

    /** How long they are kept. */
    static final Duration KEPT = Duration.ofDays(90);

    private static final Keyset<NotificationView> LATEST =
            Keyset.byTime("n.last_at", "n.id", true, NotificationView::lastAt, NotificationView::id);

    private static final String MINE = """
             from core.notification n left join core.org_node o on o.tenant_id = n.tenant_id and o.id = n.node_id
            where n.tenant_id = :tenant and n.user_id = :me and n.shown and n.last_at > :since
              and case when n.permission = '' then :person else exists (
                select from unnest(:permissions, :begins, :ends) as a (permission, begin, until) where a.permission = n.permission
                  and coalesce(o.path, '/') >= a.begin and coalesce(o.path, '/') < a.until) end""";

    private final Database database;
    private final NoticeKinds kinds;
    private final NoticeTexts texts;
    private final ObjectProvider<NoticeWays> ways;
    private final Clock clock;

    Notifications(
            Database database, NoticeKinds kinds, NoticeTexts texts, ObjectProvider<NoticeWays> ways, Clock clock) {
        this.database = database;
        this.kinds = kinds;
        this.texts = texts;
        this.ways = ways;
        this.clock = clock;
    }

    /**
     * Which to show.
     *
     * @param kind of a {@link NoticeKind}; empty = all
     * @param unread only those that were not read
     */
    public record Filter(String kind, boolean unread) {

        public static final Filter ALL = new Filter("", false);
    }

    /**
     * How somebody is told of a kind.
     *
     * @param product it is shown in the product
     * @param mail it goes into a mail
     * @param ways of {@link #ways()} by which it goes besides
     */
    public record Choice(String kind, String labelKey, boolean product, boolean mail, Set<String> ways) {

        public Choice {
            ways = Set.copyOf(ways);
        }
    }

    private record Held(String permission, String begin, String until) {}

    @Override
    @Transactional(readOnly = true)
    public int unread() {
        return mine("select count(*) from (select n.id", " and n.read_at is null limit " + (MOST_SHOWN + 1) + ") u")
                .query(Integer.class)
                .single();
    }

    /** The caller's, the latest first. */
    @Transactional(readOnly = true)
    public Slice<NotificationView> find(Filter filter, String after, int size) {
        return LATEST.page(
                after,
                size,
                (end, params) -> filtered("select n.*", filter, end)
                        .params(params)
                        .query((rs, _) -> view(rs))
                        .list());
    }

    @Transactional(readOnly = true)
    public long count(Filter filter) {
        return filtered("select count(*)", filter, "").query(Long.class).single();
    }

    /** @throws ProblemException 404 if there is none that the caller may see */
    @Transactional(readOnly = true)
    public NotificationView notification(UUID id) {
        return mine("select n.*", " and n.id = :id")
                .param("id", id)
                .query((rs, _) -> view(rs))
                .optional()
                .orElseThrow(() -> new ProblemException(NotificationProblem.NOT_FOUND));
    }

    /** Marks it as read; a read one stays so. @throws ProblemException 404 if there is none that the caller may see */
    @Transactional
    public void read(UUID id) {
        notification(id);
        mark(List.of(id));
    }

    /** Marks all as read that the caller may see. @return how many were not before */
    @Transactional
    public int readAll() {
        return mark(mine("select n.id", " and n.read_at is null order by n.id for update of n")
                .query((rs, _) -> rs.getObject("id", UUID.class))
                .list());
    }

    /** What was read needs no mail any more. */
    private int mark(List<UUID> ids) {
        return database.core()
                .sql("""
                        update core.notification set read_at = :now, mail_due = null
                        where tenant_id = :tenant and id = any(:ids) and read_at is null""")
                .param("tenant", Scope.currentTenant().value())
                .param("ids", Rows.array("uuid", ids, id -> id))
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    /** Keys of all kinds that the caller may be told of. */
    public List<String> kinds() {
        Access access = Access.current();
        return kinds.all().stream()
                .filter(kind -> mayHear(access, kind))
                .map(NoticeKind::key)
                .toList();
    }

    /** True if there is such a kind at all. */
    public boolean isKind(String key) {
        return kinds.of(key).isPresent();
    }

    private static boolean mayHear(Access access, NoticeKind kind) {
        Permission permission = kind.permission();
        return permission == null || access.allows(permission);
    }

    /** Ways besides bell and mail that the workspace has at this moment. */
    public List<NoticeWays.Way> ways() {
        return ways.stream().flatMap(some -> some.all().stream()).toList();
    }

    private Map<String, Set<String>> chosenWays() {
        Set<String> known = ways().stream().map(NoticeWays.Way::key).collect(Collectors.toSet());
        Map<String, Set<String>> chosen = new HashMap<>();
        if (!known.isEmpty()) {
            database.core()
                    .sql("""
                            select w.kind, w.way from core.notification_way w
                            where w.tenant_id = :tenant and w.user_id = :me""")
                    .param("tenant", Scope.currentTenant().value())
                    .param("me", Access.current().userId())
                    .query(rs -> {
                        if (known.contains(rs.getString("way"))) {
                            chosen.computeIfAbsent(rs.getString("kind"), _ -> new HashSet<>())
                                    .add(rs.getString("way"));
                        }
                    });
        }
        return chosen;
    }

    /** How the caller is told of each kind that the caller may be told of. */
    @Transactional(readOnly = true)
    public List<Choice> choices() {
        Map<String, Set<String>> byWay = chosenWays();
        Map<String, Choice> chosen = new HashMap<>();
        database.core()
                .sql("""
                        select c.kind, c.product, c.mail from core.notification_choice c
                        where c.tenant_id = :tenant and c.user_id = :me""")
                .param("tenant", Scope.currentTenant().value())
                .param("me", Access.current().userId())
                .query(rs -> {
                    chosen.put(
                            rs.getString("kind"),
                            new Choice(
                                    rs.getString("kind"),
                                    "",
                                    rs.getBoolean("product"),
                                    rs.getBoolean("mail"),
                                    Set.of()));
                });
        Access access = Access.current();
        return kinds.all().stream()
                .filter(kind -> mayHear(access, kind))
                .map(kind -> {
                    Choice c = chosen.get(kind.key());
                    return new Choice(
                            kind.key(),
                            kind.labelKey(),
                            c == null || c.product(),
                            c == null ? kind.mail() : c.mail(),
                            byWay.getOrDefault(kind.key(), Set.of()));
                })
                .toList();
    }

    /** Chooses how the caller is told of a kind from now on. @throws ProblemException 404 if there is no such kind for the caller */
    @Transactional
    public void choose(String kind, boolean product, boolean mail) {
        if (!kinds().contains(kind)) {
            throw new ProblemException(NotificationProblem.KIND_UNKNOWN);
        }
        database.core()
                .sql("""
                        insert into core.notification_choice (tenant_id, user_id, kind, product, mail)
                        values (:tenant, :me, :kind, :product, :mail)
                        on conflict (tenant_id, user_id, kind) do update set product = excluded.product, mail = excluded.mail""")
                .param("tenant", Scope.currentTenant().value())
                .param("me", Access.current().userId())
                .param("kind", kind)
                .param("product", product)
                .param("mail", mail)
                .update();
    }

    /**
     * The same with the ways besides; those that are away at this moment stay as they were chosen.
     *
     * @throws ProblemException 404 if there is no such kind for the caller, 422 if there is no such way
     */
    @Transactional
    public void choose(String kind, boolean product, boolean mail, Set<String> wanted) {
        List<String> known = ways().stream().map(NoticeWays.Way::key).toList();
        List<String> unknown = wanted.stream().filter(w -> !known.contains(w)).toList();
        if (!unknown.isEmpty()) {
            throw new ProblemException(NotificationProblem.WAY_UNKNOWN, unknown.getFirst(), String.join(", ", known));
        }
        choose(kind, product, mail);
        for (String way : known) {
            String statement = wanted.contains(way)
                    ? "insert into core.notification_way (tenant_id, user_id, kind, way) values (:tenant, :me, :kind, :way)"
                            + " on conflict do nothing"
                    : "delete from core.notification_way where tenant_id = :tenant and user_id = :me and kind = :kind and way = :way";
            database.core()
                    .sql(statement)
                    .param("tenant", Scope.currentTenant().value())
                    .param("me", Access.current().userId())
                    .param("kind", kind)
                    .param("way", way)
                    .update();
        }
    }

    private StatementSpec filtered(String select, Filter filter, String end) {
        if (!filter.kind().isEmpty() && !kinds().contains(filter.kind())) {
            throw new ProblemException(NotificationProblem.NO_SUCH_KIND);
        }
        return mine(
                        select,
                        (filter.kind().isEmpty() ? "" : " and n.kind = :kind")
                                + (filter.unread() ? " and n.read_at is null" : "")
                                + end)
                .params(filter.kind().isEmpty() ? Map.of() : Map.of("kind", filter.kind()));
    }

    private StatementSpec mine(String select, String end) {
        Access access = Access.current();
        List<Held> held = new ArrayList<>();
        access.reaches()
                .forEach((permission, reach) ->
                        reach.paths().forEach(path -> held.add(new Held(permission.key(), path, Reach.end(path)))));
        return database.core()
                .sql(select + MINE + end)
                .param("tenant", Scope.currentTenant().value())
                .param("me", access.userId())
                .param("since", Timestamp.from(clock.instant().minus(KEPT)))
                .param("person", ApiCaller.known().isEmpty())
                .param("permissions", Rows.array("text", held, Held::permission))
                .param("begins", Rows.array("text", held, Held::begin))
                .param("ends", Rows.array("text", held, Held::until));
    }

    private NotificationView view(ResultSet rs) throws SQLException {
        String key = rs.getString("kind");
        int count = rs.getInt("count");
        Optional<NoticeKind> kind = kinds.of(key);
        return new NotificationView(
                rs.getObject("id", UUID.class),
                key,
                kind.map(NoticeKind::icon).orElse("bell"),
                texts.text(key, count, rs.getString("detail"), LocaleContextHolder.getLocale()),
                count,
                count == 1 ? rs.getString("page") : kind.map(NoticeKind::page).orElse(rs.getString("page")),
                rs.getTimestamp("first_at").toInstant(),
                rs.getTimestamp("last_at").toInstant(),
                instant(rs, "read_at"));
    }

    private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp time = rs.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
