package io.storelane.dataset;

import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.dataset.ImportFiles.Outline;
import io.storelane.dataset.ImportFiles.Part;
import io.storelane.dataset.ImportFiles.Phase;
import io.storelane.dataset.ImportFiles.Stored;
import io.storelane.dataset.ImportView.Column;
import io.storelane.dataset.ImportView.Counts;
import io.storelane.dataset.ImportView.State;
import io.storelane.file.Uploads;
import io.storelane.job.JobState;
import io.storelane.job.Jobs;
import io.storelane.problem.FieldErrors;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Slice;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Files that people and programs import: uploaded, matched, looked at, written by a job. Who has uploaded a file sees it, for a
 * week.
 */
@Service
public class Imports {

    /** Bytes that a file may have. */
    public static final int MOST_BYTES = 100 * 1024 * 1024;

    public static final int MOST_ROWS = Staging.MOST_ROWS;

    private static final Logger log = LoggerFactory.getLogger(Imports.class);
    static final String PURPOSE = "import";
    private static final int MEGABYTE = 1024 * 1024;
    private static final int PARTS_AT_ONCE = 10;
    private static final int OPTION_LENGTH = 100;

    private final ImportKinds kinds;
    private final ImportFiles files;
    private final Staging staging;
    private final Columns columns;
    private final Uploads uploads;
    private final Jobs jobs;
    private final AuditLog audit;
    private final TransactionTemplate transaction;

    Imports(
            ImportKinds kinds,
            ImportFiles files,
            Staging staging,
            Columns columns,
            Uploads uploads,
            Jobs jobs,
            AuditLog audit,
            TransactionTemplate transactionTemplate) {
        this.kinds = kinds;
        this.files = files;
        this.staging = staging;
        this.columns = columns;
        this.uploads = uploads;
        this.jobs = jobs;
        this.audit = audit;
        this.transaction = transactionTemplate;
    }

    /** Kinds of files that the caller may import. */
    public List<ImportKind> kinds() {
        return kinds.allowed();
    }

    /** @throws ProblemException if there is none of this name, or the caller may not import such files */
    public ImportKind kind(String code) {
        return kinds.require(code);
    }

    /** Fields of a kind, whoever asks; none if it is not there. */
    public List<ImportField> fields(String code) {
        return kinds.find(code).map(ImportKind::fields).orElse(List.of());
    }

    /** Encodings that can be chosen. */
    public static List<String> charsets() {
        return Charsets.KNOWN;
    }

    /** Titles of a file to begin with, in both languages, and a row that shows what they hold. */
    public List<List<String>> template(String code) {
        ImportKind kind = kind(code);
        return List.of(
                kind.fields().stream().map(columns::title).toList(),
                kind.fields().stream().map(ImportField::example).toList());
    }

    /**
     * Takes a file: kept, and read once to its end. Nothing is written but itself.
     *
     * @param charset encoding of a text; empty = found out
     * @throws ProblemException if it cannot be read
     */
    public UUID upload(String kindCode, String fileName, String charset, InputStream in) {
        ImportKind kind = kind(kindCode);
        Path file = temporary();
        try {
            receive(in, file);
            FileForm form = FileForm.of(file);
            Outline outline = staging.outline(kind, file, form, charset.strip());
            List<UUID> pieces = uploads.keep(PURPOSE, file);
            long size = Files.size(file);
            return Objects.requireNonNull(transaction.execute(_ -> {
                Map<String, Integer> mapping = remembered(kind, outline.columns())
                        .map(ImportFiles.Remembered::mapping)
                        .orElseGet(() -> guess(kind, outline.columns()));
                Map<String, String> options = new LinkedHashMap<>();
                kind.options().forEach(o -> options.put(o.code(), o.usual()));
                return files.add(kind.code(), printable(fileName), form, size, pieces, outline, mapping, options);
            }));
        } catch (IOException e) {
            throw lost(e);
        } finally {
            remove(file);
        }
    }

    private static String printable(String fileName) {
        String name = fileName.replaceAll("[\\p{Cntrl}]", "").strip();
        return name.isEmpty() ? "import" : name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }

    private java.util.Optional<ImportFiles.Remembered> remembered(ImportKind kind, List<Column> found) {
        return files.remembered(kind.code(), Columns.mark(found));
    }

    private Map<String, Integer> guess(ImportKind kind, List<Column> found) {
        return columns.guess(kind, found.stream().map(Column::name).toList());
    }

    private static Path temporary() {
        try {
            return Files.createTempFile("storelane-import", "");
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private static ProblemException lost(IOException e) {
        log.error("An import could not be read", e);
        return new ProblemException(DatasetProblem.ROW_FAILED);
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn("A temporary file stays behind", e);
        }
    }

    private static void receive(InputStream in, Path file) throws IOException {
        long size = 0;
        byte[] block = new byte[64 * 1024];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                size += read;
                if (size > MOST_BYTES) {
                    throw new ProblemException(DatasetProblem.FILE_TOO_LARGE, MOST_BYTES / MEGABYTE);
                }
                out.write(block, 0, read);
            }
        }
        if (size == 0) {
            throw new ProblemException(DatasetProblem.NO_FILE);
        }
    }

    /** Reads a text in another encoding; empty = found out. */
    public void readAs(UUID id, String charset) {
        String name = Charsets.named(charset.strip());
        Stored file = own(id);
        requireNotStarted(file);
        ImportKind kind = kind(file.kind());
        onDisk(file, path -> {
            Outline outline = staging.outline(kind, path, file.form(), name);
            transaction.executeWithoutResult(_ -> {
                requireNotStarted(files.locked(id));
                files.outline(id, outline, guess(kind, outline.columns()));
            });
        });
    }

    private interface Reading {
        void read(Path file) throws IOException;
    }

    private void onDisk(Stored file, Reading reading) {
        Path path = temporary();
        try {
            try (OutputStream out = Files.newOutputStream(path)) {
                uploads.copy(file.pieces(), out);
            }
            reading.read(path);
        } catch (IOException e) {
            throw lost(e);
        } finally {
            remove(path);
        }
    }

    private Stored own(UUID id) {
        Stored file = Objects.requireNonNull(transaction.execute(_ -> files.own(id)));
        kind(file.kind());
        return file;
    }

    private static void requireNotStarted(Stored file) {
        if (file.runJob() != null) {
            throw new ProblemException(DatasetProblem.STARTED);
        }
    }

    /**
     * Looks at the rows: a job says of each what would become of it. What was said before is forgotten.
     *
     * @param version the version that the caller saw; null = whatever it is
     * @param given for fields the number of their column, from 0
     * @param said of the file as a whole
     * @return the job
     */
    public UUID check(UUID id, @Nullable Long version, Map<String, Integer> given, Map<String, String> said) {
        Stored file = own(id);
        ImportKind kind = kind(file.kind());
        if (version != null && version != file.version()) {
            throw new ProblemException(DatasetProblem.CHANGED_MEANWHILE);
        }
        Map<String, Integer> mapping = mapping(kind, file, given);
        Map<String, String> options = options(kind, said);
        kind.requireOptions(options);
        transaction.executeWithoutResult(_ -> {
            Stored now = files.locked(id);
            requireNotStarted(now);
            if (now.version() != file.version()) {
                throw new ProblemException(DatasetProblem.CHANGED_MEANWHILE);
            }
            files.clear(id, mapping, options);
        });
        onDisk(file, path -> {
            List<Part> waiting = new ArrayList<>();
            Consumer<Part> parts = part -> {
                waiting.add(part);
                if (waiting.size() == PARTS_AT_ONCE) {
                    store(id, waiting);
                }
            };
            staging.cut(kind, path, file.form(), file.charset(), mapping, parts, () -> {
                waiting.clear();
                transaction.executeWithoutResult(_ -> files.removeParts(id));
            });
            store(id, waiting);
        });
        return Objects.requireNonNull(transaction.execute(_ -> {
            Stored now = files.locked(id);
            if (now.version() != file.version() + 1) {
                throw new ProblemException(DatasetProblem.CHANGED_MEANWHILE);
            }
            files.remember(kind.code(), Columns.mark(file.columns()), mapping, options);
            UUID job = start(ImportWork.CHECK, id);
            files.setJob(id, Phase.CHECK, job);
            return job;
        }));
    }

    private void store(UUID id, List<Part> parts) {
        transaction.executeWithoutResult(_ -> files.addParts(id, parts));
        parts.clear();
    }

    private UUID start(String kind, UUID id) {
        List<String> parts = files.parts(id);
        if (parts.isEmpty()) {
            throw new ProblemException(DatasetProblem.NO_ROWS);
        }
        return jobs.start(
                kind,
                Map.of("import", id.toString()),
                parts.stream().map(rows -> new Jobs.NewItem(null, rows)).toList());
    }

    private static Map<String, Integer> mapping(ImportKind kind, Stored file, Map<String, Integer> given) {
        var errors = new FieldErrors();
        Map<String, Integer> mapping = new LinkedHashMap<>();
        Set<Integer> taken = new HashSet<>();
        Set<String> known = new HashSet<>();
        for (ImportField field : kind.fields()) {
            known.add(field.code());
            Integer column = given.get(field.code());
            if (column == null) {
                if (field.required()) {
                    errors.add("/mapping/" + field.code(), DatasetProblem.COLUMN_MISSING, field.code());
                }
            } else if (column < 0 || column >= file.columns().size()) {
                errors.add("/mapping/" + field.code(), DatasetProblem.COLUMN_UNKNOWN, column);
            } else if (!taken.add(column)) {
                errors.add(
                        "/mapping/" + field.code(),
                        DatasetProblem.COLUMN_TWICE,
                        file.columns().get(column).name());
            } else {
                mapping.put(field.code(), column);
            }
        }
        given.keySet().stream()
                .filter(field -> !known.contains(field))
                .forEach(field -> errors.add("/mapping/" + field, DatasetProblem.FIELD_UNKNOWN, field));
        errors.throwIfAny();
        return mapping;
    }

    private static Map<String, String> options(ImportKind kind, Map<String, String> said) {
        var errors = new FieldErrors();
        Map<String, String> options = new LinkedHashMap<>();
        for (ImportOption option : kind.options()) {
            String value = said.getOrDefault(option.code(), option.usual()).strip();
            boolean known = option.values().isEmpty()
                    ? value.length() <= OPTION_LENGTH && value.chars().noneMatch(Character::isISOControl)
                    : option.values().contains(value);
            if (!known) {
                errors.add(
                        "/options/" + option.code(),
                        DatasetProblem.OPTION_UNKNOWN,
                        option.values().isEmpty() ? "1–" + OPTION_LENGTH : String.join(", ", option.values()));
            }
            options.put(option.code(), value);
        }
        errors.throwIfAny();
        return options;
    }

    /** Writes the rows that nothing is wrong with. @return the job; the same one if it was started already */
    @Transactional
    public UUID start(UUID id) {
        Stored file = files.locked(id);
        kind(file.kind());
        UUID started = file.runJob();
        if (started != null) {
            return started;
        }
        ImportView view = view(file);
        if (view.state() != State.CHECKED) {
            throw new ProblemException(DatasetProblem.NOT_CHECKED);
        }
        if (!view.startable()) {
            throw new ProblemException(DatasetProblem.NOTHING_TO_WRITE);
        }
        UUID job = start(ImportWork.RUN, id);
        files.setJob(id, Phase.RUN, job);
        audit.record(
                "import.started",
                new AuditTarget("import", id, file.fileName(), null),
                Map.of(),
                Map.of(
                        "kind",
                        file.kind(),
                        "rows",
                        view.check().good(),
                        "faulty",
                        view.check().faulty()));
        return job;
    }

    /** Ends what is going on before its next part. */
    @Transactional
    public void cancel(UUID id) {
        ImportView view = find(id);
        UUID job = view.jobId();
        if (job == null || !view.state().isOpen()) {
            throw new ProblemException(DatasetProblem.NOT_RUNNING);
        }
        jobs.cancel(job);
    }

    /** Goes on with what was cancelled or given up. */
    @Transactional
    public void goOn(UUID id) {
        ImportView view = find(id);
        UUID job = view.jobId();
        if (job == null || view.state().isOpen()) {
            throw new ProblemException(DatasetProblem.NOT_RUNNING);
        }
        jobs.repeat(job);
    }

    /** @throws ProblemException if the caller has none such */
    @Transactional(readOnly = true)
    public ImportView find(UUID id) {
        Stored file = files.own(id);
        kind(file.kind());
        return view(file);
    }

    /** The caller's imports, the newest first. */
    @Transactional(readOnly = true)
    public Slice<ImportView> page(String cursor, int size) {
        Slice<Stored> found = files.page(codes(), cursor, size);
        return new Slice<>(found.rows().stream().map(this::view).toList(), found.previous(), found.next());
    }

    @Transactional(readOnly = true)
    public long count() {
        return files.count(codes());
    }

    private List<String> codes() {
        return kinds().stream().map(ImportKind::code).toList();
    }

    private ImportView view(Stored f) {
        UUID run = f.runJob();
        UUID check = f.checkJob();
        State state = run != null
                ? state(run, State.RUNNING, State.DONE)
                : check != null ? state(check, State.CHECKING, State.CHECKED) : State.UPLOADED;
        return new ImportView(
                f.id(),
                f.kind(),
                f.fileName(),
                f.form().code(),
                f.sizeBytes(),
                f.charset(),
                f.guessed(),
                f.formulas(),
                f.rows(),
                f.columns(),
                f.mapping(),
                f.options(),
                state,
                check == null ? Counts.NONE : files.counts(f.id(), Phase.CHECK),
                run == null ? Counts.NONE : files.counts(f.id(), Phase.RUN),
                run == null ? check : run,
                f.createdAt(),
                f.version());
    }

    private State state(UUID job, State open, State over) {
        JobState state = jobs.job(job).state();
        if (state.isOpen()) {
            return open;
        }
        if (state == JobState.DONE) {
            return over;
        }
        // what was not looked at to its end can be looked at again
        return open == State.CHECKING ? State.UPLOADED : state == JobState.CANCELLED ? State.CANCELLED : State.FAILED;
    }

    /** What is wrong with rows behind this one, the first of them. */
    @Transactional(readOnly = true)
    public List<ImportOutcome> faults(UUID id, int afterRow, int most) {
        Phase phase = phase(find(id));
        List<ImportOutcome> faults = new ArrayList<>();
        int after = afterRow;
        while (faults.size() < most) {
            List<ImportOutcome> part = files.outcomes(id, phase, after, true);
            if (part.isEmpty()) {
                break;
            }
            int from = after;
            part.stream().filter(o -> o.faulty() && o.row() > from).forEach(faults::add);
            after = part.getLast().row();
        }
        return List.copyOf(faults.subList(0, Math.min(most, faults.size())));
    }

    private static Phase phase(ImportView view) {
        return view.state().isWritten() ? Phase.RUN : Phase.CHECK;
    }

    /** What became of each row, in their order; read part by part while it is taken. */
    public Stream<ImportOutcome> outcomes(UUID id, boolean faultyOnly) {
        Phase phase = phase(Objects.requireNonNull(transaction.execute(_ -> find(id))));
        return Stream.iterate(
                        part(id, phase, 0, faultyOnly),
                        part -> !part.isEmpty(),
                        part -> part(id, phase, part.getLast().row(), faultyOnly))
                .flatMap(List::stream)
                .filter(o -> !faultyOnly || o.faulty());
    }

    private List<ImportOutcome> part(UUID id, Phase phase, int after, boolean faultyOnly) {
        return Objects.requireNonNull(transaction.execute(_ -> files.outcomes(id, phase, after, faultyOnly)));
    }
}
