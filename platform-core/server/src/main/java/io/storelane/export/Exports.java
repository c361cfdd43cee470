package io.storelane.export;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.job.Jobs;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Keyset;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Slice;
import io.storelane.web.api.ApiCaller;
import io.storelane.web.list.FileFormat;
import io.storelane.web.list.Sheet;
import io.storelane.web.list.SheetWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Files that jobs make. A person sees the own ones and those of the own programs, a program those that its key began. Each can be
 * fetched for some days.
 */
@Service
public class Exports {

    /** How long a file can be fetched. */
    public static final Duration KEPT = Duration.ofDays(3);

    private static final Keyset<ExportRows.Stored> NEWEST =
            Keyset.byTime("e.created_at", "e.id", true, ExportRows.Stored::createdAt, ExportRows.Stored::id);

    private final ExportRows rows;
    private final Lists lists;
    private final ListWork listWork;
    private final Records records;
    private final WorkspaceArchive archive;
    private final Jobs jobs;
    private final AuditLog audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Exports(
            ExportRows rows,
            Lists lists,
            ListWork listWork,
            Records records,
            WorkspaceArchive archive,
            Jobs jobs,
            AuditLog audit,
            TransactionTemplate transactionTemplate,
            Clock clock) {
        this.rows = rows;
        this.lists = lists;
        this.listWork = listWork;
        this.records = records;
        this.archive = archive;
        this.jobs = jobs;
        this.audit = audit;
        this.transaction = transactionTemplate;
        this.clock = clock;
    }

    /** Names of all lists, with the parts of their filters. */
    public Map<String, List<String>> lists() {
        return lists.all();
    }

    /** Names of the lists that have no page of their own, as far as the caller may see them. */
    public List<String> others() {
        return lists.others();
    }

    /**
     * Begins the export of a list.
     *
     * @param list name of a {@link io.storelane.web.list.ListFile}
     * @param filter parts of its filter as JSON; what is not said means the default
     * @param zone that times are written in
     * @throws ProblemException if there is no such list or filter, or the caller may not see it
     */
    @Transactional
    public UUID startList(String list, FileFormat format, String filter, ZoneId zone) {
        Locale locale = LocaleContextHolder.getLocale();
        Lists.Chosen<?> chosen = lists.choose(list, filter);
        check(chosen, locale);
        UUID id = Ids.next();
        UUID job = jobs.start(
                chosen.isApart() ? ApartListWork.KIND : ListWork.KIND,
                Map.of("list", list),
                List.of(new Jobs.NewItem(id, list)));
        add(id, "list", list, filter, format.code(), zone, locale, "", job);
        return id;
    }

    /** Begins the export of all that the workspace has. */
    @Transactional
    public UUID startWorkspace() {
        Access.current().require(Permission.WORKSPACE_EXPORT);
        UUID id = Ids.next();
        List<Jobs.NewItem> items = new ArrayList<>(
                records.all().stream().map(k -> new Jobs.NewItem(id, k.name())).toList());
        items.add(new Jobs.NewItem(id, WorkspaceWork.FILES));
        UUID job = jobs.start(WorkspaceWork.KIND, Map.of(), items);
        add(
                id,
                "workspace",
                "",
                String.valueOf(items.size()),
                "zip",
                ZoneOffset.UTC,
                LocaleContextHolder.getLocale(),
                "0",
                job);
        record("workspace.exported", id);
        return id;
    }

    private void add(
            UUID id,
            String kind,
            String list,
            String filter,
            String format,
            ZoneId zone,
            Locale locale,
            String place,
            UUID job) {
        Instant now = clock.instant();
        rows.add(
                new ExportRows.Stored(
                        id, kind, list, filter, format, zone, locale, place, 0, 0, job, now, null, now.plus(KEPT)),
                Actor.currentUser(),
                ApiCaller.known().map(ApiCaller::keyId).orElse(null));
    }

    /** The caller's, the newest first. */
    @Transactional(readOnly = true)
    public Slice<ExportView> find(String cursor, int size) {
        Slice<ExportRows.Stored> page = NEWEST.page(
                cursor,
                size,
                (end, params) -> rows.of(Actor.currentUser(), key(), end)
                        .params(params)
                        .query((rs, _) -> ExportRows.stored(rs))
                        .list());
        return new Slice<>(page.rows().stream().map(this::view).toList(), page.previous(), page.next());
    }

    /** @throws ProblemException 404 if there is none that the caller may see */
    @Transactional(readOnly = true)
    public ExportView export(UUID id) {
        return view(stored(id));
    }

    private ExportRows.Stored stored(UUID id) {
        return rows.of(Actor.currentUser(), key(), " and e.id = :id")
                .param("id", id)
                .query((rs, _) -> ExportRows.stored(rs))
                .optional()
                .orElseThrow(() -> new ProblemException(ExportProblem.NOT_FOUND));
    }

    private static @Nullable UUID key() {
        return ApiCaller.known().map(ApiCaller::keyId).orElse(null);
    }

    private ExportView view(ExportRows.Stored e) {
        return new ExportView(
                e.id(),
                e.list(),
                FileFormat.of(e.format()).orElse(null),
                e.rows(),
                e.bytes(),
                e.createdAt(),
                e.finishedAt(),
                e.expiresAt(),
                expired(e),
                jobs.job(e.job()));
    }

    private boolean expired(ExportRows.Stored e) {
        return !clock.instant().isBefore(e.expiresAt());
    }

    /**
     * An export that can be fetched, after it was noted in the trail.
     *
     * @throws ProblemException if it is not ready, its time is over, or the caller may not see any more what it holds
     */
    @Transactional
    public Ready fetch(UUID id, @Nullable FileFormat format) {
        ExportRows.Stored e = stored(id);
        if (expired(e)) {
            throw new ProblemException(ExportProblem.EXPIRED);
        }
        Instant finished = e.finishedAt();
        if (finished == null) {
            throw new ProblemException(ExportProblem.NOT_READY);
        }
        if (e.list().isEmpty()) {
            Access.current().require(Permission.WORKSPACE_EXPORT);
            record("export.fetched", id);
            return new Ready(e, "workspace", "zip", "application/zip", finished);
        }
        check(lists.choose(e.list(), e.filter()), e.locale());
        FileFormat wanted = format == null ? FileFormat.of(e.format()).orElse(FileFormat.CSV) : format;
        return new Ready(e, e.list(), wanted.code(), wanted.mediaType(), finished);
    }

    /** Asks for one row: the door says whether the caller may see the list. Of one that is read apart the sheet does. */
    private static void check(Lists.Chosen<?> chosen, Locale locale) {
        Sheet<?> sheet = chosen.sheet(locale);
        if (!chosen.isApart()) {
            sheet.pages().page("", 1);
        }
    }

    /** A file that is about to be sent. */
    public static final class Ready {

        private final ExportRows.Stored export;
        private final String name;
        private final String ending;
        private final String mediaType;
        private final Instant finished;

        private Ready(ExportRows.Stored export, String name, String ending, String mediaType, Instant finished) {
            this.export = export;
            this.name = name;
            this.ending = ending;
            this.mediaType = mediaType;
            this.finished = finished;
        }

        /** Without its ending. */
        public String name() {
            return name + "-" + finished.atZone(export.zone()).toLocalDate();
        }

        public String ending() {
            return ending;
        }

        public String mediaType() {
            return mediaType;
        }
    }

    /** Writes the archive of a workspace. What breaks off has no directory at its end, so it is no archive. */
    public void archive(Ready ready, OutputStream out) throws IOException {
        archive.write(ready.export, ready.finished, out);
    }

    /** Writes a list to a file of the disk, whole or not at all. */
    public void list(Ready ready, Path file) throws IOException {
        Sheet<?> sheet =
                lists.choose(ready.export.list(), ready.export.filter()).sheet(ready.export.locale());
        FileFormat format = FileFormat.of(ready.ending).orElseThrow();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                SheetWriter writer = SheetWriter.of(format, out, ready.export.zone())) {
            writer.add(sheet.titles());
            int after = -1;
            while (true) {
                int last = after;
                List<ExportRows.Part> some =
                        Objects.requireNonNull(transaction.execute(_ -> rows.parts(ready.export.id(), last, 100)));
                if (some.isEmpty()) {
                    return;
                }
                for (ExportRows.Part part : some) {
                    listWork.read(part, cells -> {
                        try {
                            writer.add(cells);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
                }
                after = some.getLast().position();
            }
        }
    }

    private void record(String action, UUID id) {
        audit.record(
                action,
                new AuditTarget("workspace", Scope.currentTenant().value(), "", null),
                Map.of(),
                Map.of("export", id.toString()));
    }
}
