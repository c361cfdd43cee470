package io.storelane.channelfile;

import io.storelane.plugin.api.AuditTrail;
import io.storelane.plugin.api.channel.Account;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Files that were uploaded, and the orders of them. */
@Repository
@Transactional
class Books {

    private static final int SHOWN = 50;

    private final JdbcClient db;
    private final Clock clock;
    private final AuditTrail trail;
    private final JsonMapper json = JsonMapper.builder().build();

    Books(JdbcClient db, Clock clock, AuditTrail trail) {
        this.db = db;
        this.clock = clock;
        this.trail = trail;
    }

    /**
     * A file that was uploaded.
     *
     * @param state {@code checked}: looked at, nothing written; {@code running}: its orders are being put into the book; {@code done}
     * @param columns column of each field
     * @param zone of times without one
     * @param emptied true if its content is gone
     */
    record Upload(
            UUID id,
            UUID account,
            String name,
            String state,
            Map<Field, Integer> columns,
            String zone,
            int rows,
            int orders,
            int faults,
            int added,
            String by,
            Instant at,
            boolean emptied) {}

    /** @param taken true once the server has asked for it */
    record Kept(long position, Draft draft) {}

    /** @return the file that is there already, if these bytes were uploaded for this account before */
    Optional<UUID> known(UUID account, String sha256) {
        return db.sql("select id from plugin_channel_file.upload where account_id = :account and sha256 = :sha256")
                .param("account", account)
                .param("sha256", sha256)
                .query((rs, _) -> rs.getObject("id", UUID.class))
                .optional();
    }

    /** @return false if somebody has uploaded these bytes at the same time */
    boolean add(Upload upload, String sha256, byte[] content) {
        return db.sql("""
                        insert into plugin_channel_file.upload (id, account_id, name, sha256, content, state, columns, zone, rows, orders,
                          faults, by_name, at)
                        values (:id, :account, :name, :sha256, :content, 'checked', :columns, :zone, :rows, :orders, :faults, :by, :at)
                        on conflict (tenant_id, account_id, sha256) do nothing""")
                        .param("id", upload.id())
                        .param("account", upload.account())
                        .param("name", upload.name())
                        .param("sha256", sha256)
                        .param("content", content)
                        .param("columns", text(upload.columns()))
                        .param("zone", upload.zone())
                        .param("rows", upload.rows())
                        .param("orders", upload.orders())
                        .param("faults", upload.faults())
                        .param("by", upload.by())
                        .param("at", Timestamp.from(upload.at()))
                        .update()
                > 0;
    }

    /** Another map of its columns, as long as nothing was written. @return false if it was */
    boolean read(UUID id, Map<Field, Integer> columns, Reading reading) {
        return db.sql("""
                        update plugin_channel_file.upload set columns = :columns, rows = :rows, orders = :orders, faults = :faults
                        where id = :id and state = 'checked'""")
                        .param("id", id)
                        .param("columns", text(columns))
                        .param("rows", reading.rows())
                        .param("orders", reading.drafts().size())
                        .param("faults", reading.faults().size())
                        .update()
                > 0;
    }

    @Transactional(readOnly = true)
    List<Upload> latest(List<UUID> accounts) {
        return db.sql(SELECT + " where account_id = any (cast(:accounts as uuid[])) order by at desc, id limit "
                        + SHOWN)
                .param("accounts", accounts.stream().map(UUID::toString).toArray(String[]::new))
                .query((rs, _) -> upload(rs))
                .list();
    }

    @Transactional(readOnly = true)
    Optional<Upload> find(UUID id) {
        return db.sql(SELECT + " where id = :id")
                .param("id", id)
                .query((rs, _) -> upload(rs))
                .optional();
    }

    /** Those that somebody wanted and that are not through: they are large, or a server has died with them. */
    @Transactional(readOnly = true)
    List<Upload> unfinished() {
        return db.sql(SELECT + " where state = 'running' order by at, id")
                .query((rs, _) -> upload(rs))
                .list();
    }

    private static final String SELECT =
            "select id, account_id, name, state, columns, zone, rows, orders, faults, added, by_name, at, emptied from plugin_channel_file.upload";

    private Upload upload(ResultSet rs) throws SQLException {
        return new Upload(
                rs.getObject("id", UUID.class),
                rs.getObject("account_id", UUID.class),
                rs.getString("name"),
                rs.getString("state"),
                columns(rs.getString("columns")),
                rs.getString("zone"),
                rs.getInt("rows"),
                rs.getInt("orders"),
                rs.getInt("faults"),
                rs.getInt("added"),
                rs.getString("by_name"),
                rs.getTimestamp("at").toInstant(),
                rs.getBoolean("emptied"));
    }

    @Transactional(readOnly = true)
    byte[] content(UUID id) {
        return db.sql("select content from plugin_channel_file.upload where id = :id")
                .param("id", id)
                .query((rs, _) -> rs.getBytes(1))
                .single();
    }

    /** Somebody wants its orders: from now on they are put into the book. @return false if that was done before */
    boolean begin(Upload upload, Account account) {
        boolean begun =
                db.sql("update plugin_channel_file.upload set state = 'running' where id = :id and state = 'checked'")
                                .param("id", upload.id())
                                .update()
                        > 0;
        if (begun) {
            trail.record(
                    "file.imported",
                    upload.id(),
                    upload.name(),
                    Map.of("account", account.name(), "orders", upload.orders(), "faults", upload.faults()));
        }
        return begun;
    }

    /** Puts orders into the book, behind all that are there; those whose numbers are there already change nothing. */
    void put(Upload upload, List<Draft> drafts) {
        // whoever puts more in waits here, so that places are seen in their order
        long first = db.sql("""
                        insert into plugin_channel_file.book as b (account_id, next) values (:account, 1 + :count)
                        on conflict (tenant_id, account_id) do update set next = b.next + :count returning next - :count""")
                .param("account", upload.account())
                .param("count", (long) drafts.size())
                .query(Long.class)
                .single();
        db.sql("""
                        insert into plugin_channel_file.file_order (account_id, number, upload_id, place, draft)
                        select :account, d.number, :upload, :first + d.nth - 1, d.draft
                        from unnest(cast(:numbers as text[]), cast(:drafts as text[])) with ordinality d (number, draft, nth)
                        on conflict do nothing""")
                .param("account", upload.account())
                .param("upload", upload.id())
                .param("first", first)
                .param("numbers", texts(drafts, Draft::number))
                .param("drafts", texts(drafts, json::writeValueAsString))
                .update();
    }

    private static String[] texts(List<Draft> drafts, Function<Draft, String> text) {
        return drafts.stream().map(text).toArray(String[]::new);
    }

    /** Those of these orders that the book does not have yet. */
    @Transactional(readOnly = true)
    List<Draft> missing(UUID account, List<Draft> drafts) {
        Set<String> there = new HashSet<>(db.sql("""
                        select number from plugin_channel_file.file_order
                        where account_id = :account and number = any (cast(:numbers as text[]))""")
                .param("account", account)
                .param("numbers", texts(drafts, Draft::number))
                .query(String.class)
                .list());
        return drafts.stream().filter(d -> !there.contains(d.number())).toList();
    }

    void done(UUID id) {
        db.sql("""
                        update plugin_channel_file.upload u set state = 'done', added = (select count(*) from plugin_channel_file.file_order o
                          where o.upload_id = u.id) where id = :id""").param("id", id).update();
    }

    /** Numbers of orders that this file has brought; those of its others were there before. */
    @Transactional(readOnly = true)
    List<String> brought(UUID upload) {
        return new ArrayList<>(
                db.sql("select number from plugin_channel_file.file_order where upload_id = :upload order by place")
                        .param("upload", upload)
                        .query((rs, _) -> rs.getString(1))
                        .list());
    }

    @Transactional(readOnly = true)
    List<Kept> after(UUID account, long place, int most) {
        return db.sql("""
                        select place, draft from plugin_channel_file.file_order where account_id = :account and place > :place and draft <> ''
                        order by place limit :most""")
                .param("account", account)
                .param("place", place)
                .param("most", most)
                .query((rs, _) -> new Kept(rs.getLong("place"), draft(rs.getString("draft"))))
                .list();
    }

    @Transactional(readOnly = true)
    Optional<Draft> order(UUID account, String number) {
        return db.sql(
                        "select draft from plugin_channel_file.file_order where account_id = :account and number = :number and draft <> ''")
                .param("account", account)
                .param("number", number)
                .query((rs, _) -> draft(rs.getString(1)))
                .optional();
    }

    private Draft draft(String text) {
        return json.readValue(text, Draft.class);
    }

    /** The map that was used last for files with these titles. */
    @Transactional(readOnly = true)
    Optional<Map<Field, Integer>> remembered(UUID account, List<String> titles) {
        return db.sql(
                        "select columns from plugin_channel_file.template where account_id = :account and titles = :titles")
                .param("account", account)
                .param("titles", titles(titles))
                .query((rs, _) -> columns(rs.getString(1)))
                .optional();
    }

    void remember(UUID account, List<String> titles, Map<Field, Integer> columns) {
        db.sql("""
                        insert into plugin_channel_file.template (account_id, titles, columns) values (:account, :titles, :columns)
                        on conflict (tenant_id, account_id, titles) do update set columns = excluded.columns""")
                .param("account", account)
                .param("titles", titles(titles))
                .param("columns", text(columns))
                .update();
    }

    private static String titles(List<String> titles) {
        return String.join("\u001f", titles);
    }

    private String text(Map<Field, Integer> columns) {
        Map<String, Integer> named = new LinkedHashMap<>();
        columns.forEach((field, column) -> named.put(field.code(), column));
        return json.writeValueAsString(named);
    }

    private Map<Field, Integer> columns(String text) {
        Map<Field, Integer> columns = new LinkedHashMap<>();
        json.readValue(text, new TypeReference<Map<String, Integer>>() {})
                .forEach((code, column) -> Field.of(code).ifPresent(field -> columns.put(field, column)));
        return columns;
    }

    /** Keeps what the channel may sell now. */
    void stock(UUID account, Map<String, Long> units) {
        List<String> skus = units.keySet().stream().sorted().toList();
        db.sql("""
                        insert into plugin_channel_file.stock (account_id, sku, units, at)
                        select :account, s.sku, s.units, :at
                        from unnest(cast(:skus as text[]), cast(:units as bigint[])) s (sku, units)
                        on conflict (tenant_id, account_id, sku) do update set units = excluded.units, at = excluded.at""")
                .param("account", account)
                .param("skus", skus.toArray(String[]::new))
                .param("units", skus.stream().map(units::get).toArray(Long[]::new))
                .param("at", Timestamp.from(clock.instant()))
                .update();
    }

    @Transactional(readOnly = true)
    List<List<String>> stock(UUID account) {
        return db.sql("select sku, units from plugin_channel_file.stock where account_id = :account order by sku")
                .param("account", account)
                .query((rs, _) -> List.of(rs.getString(1), Long.toString(rs.getLong(2))))
                .list();
    }

    /** Keeps a parcel, once. */
    void parcel(UUID account, UUID id, String number, String carrier, String tracking, Instant at, String units) {
        db.sql("""
                        insert into plugin_channel_file.parcel (account_id, id, number, carrier, tracking, at, units)
                        values (:account, :id, :number, :carrier, :tracking, :at, :units) on conflict do nothing""")
                .param("account", account)
                .param("id", id)
                .param("number", number)
                .param("carrier", carrier)
                .param("tracking", tracking)
                .param("at", Timestamp.from(at))
                .param("units", units)
                .update();
    }

    /**
     * What became of a folder when it was looked at last.
     *
     * @param fault empty if all was well
     * @param stockAt age of the newest line in the file of stock that lies there; null if none does
     * @param parcelsAt age of the newest parcel when the file of them was written
     * @param parcelsSeen what the parcels were then
     */
    record Looked(
            UUID account,
            Instant at,
            String fault,
            @Nullable Instant stockAt,
            @Nullable Instant parcelsAt,
            String parcelsSeen) {}

    @Transactional(readOnly = true)
    Map<UUID, Looked> folders(List<UUID> accounts) {
        Map<UUID, Looked> folders = new LinkedHashMap<>();
        db.sql("""
                        select account_id, looked_at, fault, stock_at, parcels_at, parcels_seen from plugin_channel_file.folder
                        where account_id = any (cast(:accounts as uuid[]))""")
                .param("accounts", accounts.stream().map(UUID::toString).toArray(String[]::new))
                .query(rs -> {
                    Looked looked = new Looked(
                            rs.getObject("account_id", UUID.class),
                            rs.getTimestamp("looked_at").toInstant(),
                            rs.getString("fault"),
                            instant(rs.getTimestamp("stock_at")),
                            instant(rs.getTimestamp("parcels_at")),
                            rs.getString("parcels_seen"));
                    folders.put(looked.account(), looked);
                });
        return folders;
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    void looked(Looked looked) {
        db.sql("""
                        insert into plugin_channel_file.folder (account_id, looked_at, fault, stock_at, parcels_at, parcels_seen)
                        values (:account, :at, :fault, cast(:stock as timestamptz), cast(:parcels as timestamptz), :seen)
                        on conflict (tenant_id, account_id) do update set looked_at = excluded.looked_at, fault = excluded.fault,
                          stock_at = excluded.stock_at, parcels_at = excluded.parcels_at, parcels_seen = excluded.parcels_seen""")
                .param("account", looked.account())
                .param("at", Timestamp.from(looked.at()))
                .param("fault", looked.fault())
                .param(
                        "stock",
                        looked.stockAt() == null ? null : looked.stockAt().toString())
                .param(
                        "parcels",
                        looked.parcelsAt() == null ? null : looked.parcelsAt().toString())
                .param("seen", looked.parcelsSeen())
                .update();
    }

    /** When stock that the channel was told changed last; empty if it was told none. */
    @Transactional(readOnly = true)
    Optional<Instant> stockChanged(UUID account) {
        return Optional.ofNullable(db.sql("select max(at) from plugin_channel_file.stock where account_id = :account")
                .param("account", account)
                .query((rs, _) -> instant(rs.getTimestamp(1)))
                .single());
    }

    /** @param seen another text whenever one has come or was emptied; empty if there is none */
    record Parcels(@Nullable Instant newest, String seen) {}

    @Transactional(readOnly = true)
    Parcels parcelsNow(UUID account) {
        return db.sql("""
                        select max(at), count(*), count(*) filter (where emptied) from plugin_channel_file.parcel
                        where account_id = :account""")
                .param("account", account)
                .query((rs, _) -> {
                    Instant newest = instant(rs.getTimestamp(1));
                    return new Parcels(
                            newest, newest == null ? "" : rs.getLong(2) + " " + rs.getLong(3) + " " + newest);
                })
                .single();
    }

    /** Parcels for somebody who takes them out: the trail says so, for they name orders of people. */
    List<List<String>> parcels(Account account) {
        List<List<String>> parcels = db.sql("""
                        select number, carrier, tracking, units, at from plugin_channel_file.parcel
                        where account_id = :account and not emptied order by at desc, id limit 10000""")
                .param("account", account.id())
                .query((rs, _) -> List.of(
                        rs.getString(1),
                        rs.getString(2),
                        rs.getString(3),
                        rs.getString(4),
                        rs.getTimestamp(5).toInstant().toString()))
                .list();
        trail.record("parcels.taken", account.id(), account.name(), Map.of("parcels", parcels.size()));
        return parcels;
    }
}
