package io.storelane.dataset;

import io.storelane.dataset.ImportView.Column;
import io.storelane.dataset.ImportView.Counts;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Keyset;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Slice;
import io.storelane.web.api.ApiCaller;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Imports as rows; runs in the caller's transaction. Somebody's imports are seen by nobody else: they hold what the file held. */
@Component
class ImportFiles {

    static final Duration KEPT = Duration.ofDays(7);

    private final Database database;
    private final JsonMapper json;
    private final Clock clock;

    ImportFiles(Database database, JsonMapper json, Clock clock) {
        this.database = database;
        this.json = json;
        this.clock = clock;
    }

    /** An import as it is stored. */
    record Stored(
            UUID id,
            String kind,
            String fileName,
            FileForm form,
            long sizeBytes,
            List<UUID> pieces,
            String charset,
            boolean guessed,
            int formulas,
            int rows,
            List<Column> columns,
            Map<String, Integer> mapping,
            Map<String, String> options,
            @Nullable UUID checkJob,
            @Nullable UUID runJob,
            Instant createdAt,
            long version) {}

    /** What is read of a file before its rows are. */
    record Outline(String charset, boolean guessed, int formulas, int rows, List<Column> columns) {}

    /** Rows that are written together. */
    record Part(int position, List<ImportRow> rows) {}

    /** Which rows of an import to look at. */
    enum Phase {
        CHECK,
        RUN;

        String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    UUID add(
            String kind,
            String fileName,
            FileForm form,
            long size,
            List<UUID> pieces,
            Outline outline,
            Map<String, Integer> mapping,
            Map<String, String> options) {
        UUID id = Ids.next();
        sql("""
                        insert into core.import_file (tenant_id, id, kind, file_name, format, size_bytes, pieces, charset, guessed,
                          formulas, rows, columns, mapping, options, created_by, api_key_id, created_at)
                        values (:tenant, :id, :kind, :name, :format, :size, :pieces, :charset, :guessed, :formulas, :rows, :columns,
                          :mapping, :options, :by, :key, :now)""")
                .param("id", id)
                .param("kind", kind)
                .param("name", fileName.length() > 200 ? fileName.substring(0, 200) : fileName)
                .param("format", form.code())
                .param("size", size)
                .param("pieces", new SqlArrayValue("uuid", pieces.toArray()))
                .param("charset", outline.charset())
                .param("guessed", outline.guessed())
                .param("formulas", outline.formulas())
                .param("rows", outline.rows())
                .param("columns", json.writeValueAsString(outline.columns()))
                .param("mapping", json.writeValueAsString(mapping))
                .param("options", json.writeValueAsString(options))
                .param("by", Actor.currentUser())
                .param("key", ApiCaller.known().map(ApiCaller::keyId).orElse(null))
                .param("now", Timestamp.from(clock.instant()))
                .update();
        return id;
    }

    /** The same file read in another encoding. */
    void outline(UUID id, Outline outline, Map<String, Integer> mapping) {
        sql("""
                        update core.import_file set charset = :charset, guessed = :guessed, formulas = :formulas, rows = :rows,
                          columns = :columns, mapping = :mapping, check_job_id = null, version = version + 1
                        where tenant_id = :tenant and id = :id""")
                .param("id", id)
                .param("charset", outline.charset())
                .param("guessed", outline.guessed())
                .param("formulas", outline.formulas())
                .param("rows", outline.rows())
                .param("columns", json.writeValueAsString(outline.columns()))
                .param("mapping", json.writeValueAsString(mapping))
                .update();
    }

    /** @throws ProblemException if the caller has none such */
    Stored own(UUID id) {
        return own(" and f.id = :id", Map.of("id", id)).stream()
                .findFirst()
                .orElseThrow(() -> new ProblemException(DatasetProblem.NOT_FOUND));
    }

    /** The same, held against changes by others until the transaction ends. */
    Stored locked(UUID id) {
        sql("select id from core.import_file where tenant_id = :tenant and id = :id for update")
                .param("id", id)
                .query(UUID.class)
                .optional();
        return own(id);
    }

    Slice<Stored> page(List<String> kinds, String cursor, int size) {
        return Keyset.byTime("f.created_at", "f.id", true, Stored::createdAt, Stored::id)
                .page(cursor, size, (tail, values) -> {
                    Map<String, Object> params = new HashMap<>(values);
                    params.put("kinds", new SqlArrayValue("text", kinds.toArray()));
                    return own(" and f.kind = any (:kinds)" + tail, params);
                });
    }

    long count(List<String> kinds) {
        return sql("select count(*) from core.import_file f where f.tenant_id = :tenant and f.created_by = :me"
                        + " and f.kind = any (:kinds) and (:key::uuid is null or f.api_key_id = :key::uuid)")
                .param("me", Actor.currentUser())
                .param("key", ApiCaller.known().map(ApiCaller::keyId).orElse(null))
                .param("kinds", new SqlArrayValue("text", kinds.toArray()))
                .query(Long.class)
                .single();
    }

    private List<Stored> own(String tail, Map<String, Object> params) {
        return sql("select f.* from core.import_file f where f.tenant_id = :tenant and f.created_by = :me"
                        + " and (:key::uuid is null or f.api_key_id = :key::uuid)" + tail)
                .param("me", Actor.currentUser())
                .param("key", ApiCaller.known().map(ApiCaller::keyId).orElse(null))
                .params(params)
                .query((rs, _) -> stored(rs))
                .list();
    }

    private Stored stored(ResultSet rs) throws SQLException {
        return new Stored(
                rs.getObject("id", UUID.class),
                rs.getString("kind"),
                rs.getString("file_name"),
                FileForm.of(rs.getString("format")),
                rs.getLong("size_bytes"),
                ids(rs.getArray("pieces")),
                rs.getString("charset"),
                rs.getBoolean("guessed"),
                rs.getInt("formulas"),
                rs.getInt("rows"),
                json.readValue(rs.getString("columns"), new TypeReference<List<Column>>() {}),
                mapping(rs.getString("mapping")),
                options(rs.getString("options")),
                rs.getObject("check_job_id", UUID.class),
                rs.getObject("run_job_id", UUID.class),
                rs.getTimestamp("created_at").toInstant(),
                rs.getLong("version"));
    }

    private static List<UUID> ids(Array ids) throws SQLException {
        return List.of((UUID[]) ids.getArray());
    }

    private Map<String, Integer> mapping(String text) {
        return json.readValue(text, new TypeReference<LinkedHashMap<String, Integer>>() {});
    }

    private Map<String, String> options(String text) {
        return json.readValue(text, new TypeReference<LinkedHashMap<String, String>>() {});
    }

    /** Forgets how it was read before, and the job that looked at it: what that still says is not heard. */
    void clear(UUID id, Map<String, Integer> mapping, Map<String, String> options) {
        sql("""
                        update core.import_file set mapping = :mapping, options = :options, check_job_id = null, version = version + 1
                        where tenant_id = :tenant and id = :id""")
                .param("id", id)
                .param("mapping", json.writeValueAsString(mapping))
                .param("options", json.writeValueAsString(options))
                .update();
        removeParts(id);
    }

    void removeParts(UUID id) {
        sql("delete from core.import_part where tenant_id = :tenant and import_id = :id")
                .param("id", id)
                .update();
    }

    void addParts(UUID id, List<Part> parts) {
        Rows.<Part>of("import_part")
                .with("import_id", "uuid", _ -> id)
                .with("position", "integer", Part::position)
                .with("first_row", "integer", p -> p.rows().getFirst().number())
                .with("last_row", "integer", p -> p.rows().getLast().number())
                .with("rows", "integer", p -> p.rows().size())
                .with("content", "text", p -> json.writeValueAsString(p.rows()))
                .insert(database, parts);
    }

    /** First and last rows of the parts, in order. */
    List<String> parts(UUID id) {
        return sql("select first_row, last_row from core.import_part where tenant_id = :tenant and import_id = :id"
                        + " order by position")
                .param("id", id)
                .query((rs, _) -> rs.getInt(1) + "–" + rs.getInt(2))
                .list();
    }

    void setJob(UUID id, Phase phase, UUID job) {
        sql("update core.import_file set " + phase.code()
                        + "_job_id = :job, version = version + 1 where tenant_id = :tenant and id = :id")
                .param("id", id)
                .param("job", job)
                .update();
    }

    /** True while this job is the one that looks at the file or writes it; it stays so until the transaction ends. */
    boolean isOf(UUID id, Phase phase, UUID job) {
        return sql("select 1 from core.import_file where tenant_id = :tenant and id = :id and " + phase.code()
                        + "_job_id = :job for key share")
                .param("id", id)
                .param("job", job)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** Rows of a part of which nothing is known yet in this phase. */
    Optional<List<ImportRow>> open(UUID id, Phase phase, int position) {
        return sql("""
                        select p.content from core.import_part p
                        where p.tenant_id = :tenant and p.import_id = :id and p.position = :position and not exists (
                          select from core.import_outcome o where o.tenant_id = p.tenant_id and o.import_id = p.import_id
                            and o.phase = :phase and o.position = p.position)""")
                .param("id", id)
                .param("position", position)
                .param("phase", phase.code())
                .query(String.class)
                .optional()
                .map(content -> json.readValue(content, new TypeReference<List<ImportRow>>() {}));
    }

    void say(UUID id, Phase phase, int position, List<ImportOutcome> outcomes) {
        sql("""
                        insert into core.import_outcome (tenant_id, import_id, phase, position, added, changed, unchanged, faulty, content)
                        values (:tenant, :id, :phase, :position, :added, :changed, :unchanged, :faulty, :content)
                        on conflict do nothing""")
                .param("id", id)
                .param("phase", phase.code())
                .param("position", position)
                .param("added", count(outcomes, "added"))
                .param("changed", count(outcomes, "changed"))
                .param("unchanged", count(outcomes, "unchanged"))
                .param("faulty", count(outcomes, "faulty"))
                .param("content", json.writeValueAsString(outcomes))
                .update();
    }

    private static long count(List<ImportOutcome> outcomes, String state) {
        return outcomes.stream().filter(o -> o.state().equals(state)).count();
    }

    Counts counts(UUID id, Phase phase) {
        return sql("""
                        select coalesce(sum(added), 0)::integer as added, coalesce(sum(changed), 0)::integer as changed,
                          coalesce(sum(unchanged), 0)::integer as unchanged, coalesce(sum(faulty), 0)::integer as faulty
                        from core.import_outcome where tenant_id = :tenant and import_id = :id and phase = :phase""")
                .param("id", id)
                .param("phase", phase.code())
                .query((rs, _) -> new Counts(
                        rs.getInt("added"), rs.getInt("changed"), rs.getInt("unchanged"), rs.getInt("faulty")))
                .single();
    }

    /** What is said of the rows of the next part behind this row; empty if there is none. */
    List<ImportOutcome> outcomes(UUID id, Phase phase, int afterRow, boolean faultyOnly) {
        return sql("""
                        select o.content from core.import_outcome o
                        join core.import_part p on p.tenant_id = o.tenant_id and p.import_id = o.import_id and p.position = o.position
                        where o.tenant_id = :tenant and o.import_id = :id and o.phase = :phase and p.last_row > :after
                        """ + (faultyOnly ? " and o.faulty > 0" : "") + " order by o.position limit 1")
                .param("id", id)
                .param("phase", phase.code())
                .param("after", afterRow)
                .query(String.class)
                .optional()
                .map(content -> json.readValue(content, new TypeReference<List<ImportOutcome>>() {}))
                .orElse(List.of());
    }

    /** How columns with these titles were used last. */
    record Remembered(Map<String, Integer> mapping, Map<String, String> options) {}

    Optional<Remembered> remembered(String kind, String header) {
        return sql("select mapping, options from core.import_mapping where tenant_id = :tenant and kind = :kind and header = :header")
                .param("kind", kind)
                .param("header", header)
                .query((rs, _) -> new Remembered(mapping(rs.getString("mapping")), options(rs.getString("options"))))
                .optional();
    }

    void remember(String kind, String header, Map<String, Integer> mapping, Map<String, String> options) {
        sql("""
                        insert into core.import_mapping (tenant_id, kind, header, mapping, options, changed_at)
                        values (:tenant, :kind, :header, :mapping, :options, :now) on conflict (tenant_id, kind, header)
                        do update set mapping = excluded.mapping, options = excluded.options, changed_at = excluded.changed_at""")
                .param("kind", kind)
                .param("header", header)
                .param("mapping", json.writeValueAsString(mapping))
                .param("options", json.writeValueAsString(options))
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    /** Forgets what is older than a week. @return a moment before which nothing of it is needed any more */
    Instant forgetOld() {
        Instant old = clock.instant().minus(KEPT);
        sql("delete from core.import_file where tenant_id = :tenant and created_at < :old")
                .param("old", Timestamp.from(old))
                .update();
        return old.minus(Duration.ofDays(1));
    }

    private StatementSpec sql(String text) {
        return database.core().sql(text).param("tenant", Scope.currentTenant().value());
    }
}
