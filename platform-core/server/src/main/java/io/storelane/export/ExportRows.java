package io.storelane.export;

import io.storelane.file.KeptContents;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/** Exports and their parts as rows. */
@Component
class ExportRows implements KeptContents {

    /** How long what an export was remains to be seen after its content is gone. */
    private static final Duration REMEMBERED = Duration.ofDays(30);

    private final Database database;
    private final Clock clock;

    ExportRows(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @param place where it goes on */
    record Stored(
            UUID id,
            String kind,
            String list,
            String filter,
            String format,
            ZoneId zone,
            Locale locale,
            String place,
            long rows,
            long bytes,
            UUID job,
            Instant createdAt,
            @Nullable Instant finishedAt,
            Instant expiresAt) {}

    record Part(
            int position,
            String path,
            String record,
            int rows,
            long size,
            long crc,
            String sha256,
            String stored,
            boolean deflated) {}

    void add(Stored export, UUID by, @Nullable UUID key) {
        sql("""
                        insert into core.export (tenant_id, id, kind, list, filter, format, zone, locale, place, job_id, created_by,
                          api_key_id, created_at, expires_at)
                        values (:tenant, :id, :kind, :list, :filter, :format, :zone, :locale, :place, :job, :by, :key, :created, :expires)""")
                .param("id", export.id())
                .param("kind", export.kind())
                .param("list", export.list())
                .param("filter", export.filter())
                .param("format", export.format())
                .param("zone", export.zone().getId())
                .param("locale", export.locale().toLanguageTag())
                .param("place", export.place())
                .param("job", export.job())
                .param("by", by)
                .param("key", key)
                .param("created", Timestamp.from(export.createdAt()))
                .param("expires", Timestamp.from(export.expiresAt()))
                .update();
    }

    /** Those that a member, or a program of this key, has asked for. @param end conditions, order and limit */
    StatementSpec of(UUID by, @Nullable UUID key, String end) {
        return sql("select e.* from core.export e where e.tenant_id = :tenant and e.created_by = :by"
                        + (key == null ? "" : " and e.api_key_id = :key") + end)
                .param("by", by)
                .param("key", key);
    }

    /** An export, kept from others until the transaction ends. */
    Stored lock(UUID id) {
        return sql("select e.* from core.export e where e.tenant_id = :tenant and e.id = :id for update")
                .param("id", id)
                .query((rs, _) -> stored(rs))
                .single();
    }

    static Stored stored(ResultSet rs) throws SQLException {
        Timestamp finished = rs.getTimestamp("finished_at");
        return new Stored(
                rs.getObject("id", UUID.class),
                rs.getString("kind"),
                rs.getString("list"),
                rs.getString("filter"),
                rs.getString("format"),
                ZoneId.of(rs.getString("zone")),
                Locale.forLanguageTag(rs.getString("locale")),
                rs.getString("place"),
                rs.getLong("rows"),
                rs.getLong("stored_bytes"),
                rs.getObject("job_id", UUID.class),
                rs.getTimestamp("created_at").toInstant(),
                finished == null ? null : finished.toInstant(),
                rs.getTimestamp("expires_at").toInstant());
    }

    /** Adds parts behind those that there are. @param counted rows that they stand for */
    void add(UUID export, List<Part> parts, String lastKey, long counted) {
        for (Part part : parts) {
            sql("""
                            insert into core.export_part (tenant_id, export_id, position, name, record, rows, size_bytes, crc, sha256,
                              stored, deflated, last_key)
                            values (:tenant, :export, (select coalesce(max(p.position) + 1, 0) from core.export_part p
                                where p.tenant_id = :tenant and p.export_id = :export),
                              :path, :record, :rows, :size, :crc, :sha256, :stored, :deflated, :lastKey)""")
                    .param("export", export)
                    .param("path", part.path())
                    .param("record", part.record())
                    .param("rows", part.rows())
                    .param("size", part.size())
                    .param("crc", part.crc())
                    .param("sha256", part.sha256())
                    .param("stored", part.stored())
                    .param("deflated", part.deflated())
                    .param("lastKey", lastKey)
                    .update();
        }
        sql("update core.export set rows = rows + :rows, stored_bytes = stored_bytes + :bytes where tenant_id = :tenant and id = :id")
                .param("rows", counted)
                .param("bytes", parts.stream().mapToLong(Part::size).sum())
                .param("id", export)
                .update();
    }

    /** Where it goes on. */
    void moveOn(UUID export, String place) {
        sql("update core.export set place = :place where tenant_id = :tenant and id = :id")
                .param("place", place)
                .param("id", export)
                .update();
    }

    /** Its file can be fetched from now on. */
    void finish(UUID export) {
        sql("update core.export set finished_at = :now where tenant_id = :tenant and id = :id and finished_at is null")
                .param("now", now())
                .param("id", export)
                .update();
    }

    /** The key of the last row of a record that was read, and how many parts it has; empty if none was. */
    Optional<LastRead> last(UUID export, String record) {
        return sql("""
                        select last_key, (select count(*) from core.export_part n where n.tenant_id = p.tenant_id
                          and n.export_id = p.export_id and n.record = p.record) as parts
                        from core.export_part p where p.tenant_id = :tenant and p.export_id = :export and p.record = :record
                        order by p.position desc limit 1""")
                .param("export", export)
                .param("record", record)
                .query((rs, _) -> new LastRead(rs.getString("last_key"), rs.getInt("parts")))
                .optional();
    }

    record LastRead(String key, int parts) {}

    /** Some parts in their order. */
    List<Part> parts(UUID export, int after, int limit) {
        return sql("""
                        select * from core.export_part where tenant_id = :tenant and export_id = :export and position > :after
                        order by position limit :limit""")
                .param("export", export)
                .param("after", after)
                .param("limit", limit)
                .query((rs, _) -> new Part(
                        rs.getInt("position"),
                        rs.getString("name"),
                        rs.getString("record"),
                        rs.getInt("rows"),
                        rs.getLong("size_bytes"),
                        rs.getLong("crc"),
                        rs.getString("sha256"),
                        rs.getString("stored"),
                        rs.getBoolean("deflated")))
                .list();
    }

    @Override
    public Set<String> among(List<String> names) {
        return new HashSet<>(
                sql("select stored from core.export_part where tenant_id = :tenant and stored = any(:names)")
                        .param("names", new SqlArrayValue("text", names.toArray()))
                        .query(String.class)
                        .list());
    }

    @Override
    public void expire() {
        sql("""
                        delete from core.export_part p using core.export e where p.tenant_id = :tenant and e.tenant_id = p.tenant_id
                          and e.id = p.export_id and e.expires_at < :now""").param("now", now()).update();
        sql("delete from core.export where tenant_id = :tenant and expires_at < :before")
                .param("before", Timestamp.from(clock.instant().minus(REMEMBERED)))
                .update();
    }

    private StatementSpec sql(String text) {
        return database.core().sql(text).param("tenant", Scope.currentTenant().value());
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }
}
