package io.storelane.dataset;

import io.storelane.dataset.ImportFiles.Phase;
import io.storelane.job.JobHandler;
import io.storelane.job.JobItem;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Stamps;
import io.storelane.workspace.Workspaces;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Looks at parts of files, or writes them. What a part says and what becomes of its rows is written in one transaction, so a server
 * that dies leaves whole parts; of doors with transactions of their own, rows that were written are found to be so already.
 */
@Component
class ImportWork implements JobHandler {

    static final String CHECK = "imports.check";
    static final String RUN = "imports.run";

    private static final Logger log = LoggerFactory.getLogger(ImportWork.class);

    private final ImportKinds kinds;
    private final ImportFiles files;
    private final Workspaces workspaces;
    private final Stamps stamps;
    private final TransactionTemplate transaction;

    ImportWork(
            ImportKinds kinds,
            ImportFiles files,
            Workspaces workspaces,
            Stamps stamps,
            TransactionTemplate transactionTemplate) {
        this.kinds = kinds;
        this.files = files;
        this.workspaces = workspaces;
        this.stamps = stamps;
        this.transaction = transactionTemplate;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(CHECK, RUN);
    }

    @Override
    public boolean joins() {
        return false;
    }

    /** A part that is to be dealt with. */
    private record Work(
            UUID id,
            UUID job,
            Phase phase,
            int position,
            ImportKind kind,
            List<ImportRow> rows,
            Map<String, String> options,
            ZoneId zone) {

        ImportBatch batch(List<ImportRow> some) {
            return new ImportBatch(kind, some, options, zone);
        }
    }

    @Override
    public void handle(JobItem item) {
        Optional<Work> found = Objects.requireNonNull(transaction.execute(_ -> work(item)));
        if (found.isEmpty()) {
            return;
        }
        Work work = found.get();
        if (!work.kind().joins()) {
            apart(work);
        } else if (work.phase() == Phase.CHECK) {
            transaction.executeWithoutResult(_ -> {
                ImportBatch batch = work.batch(work.rows());
                work.kind().check(batch);
                say(work, batch.outcomes());
            });
        } else {
            together(work);
        }
    }

    /** Outside of a transaction, where what is kept in memory serves for all rows of the part. */
    private void apart(Work work) {
        ImportBatch batch = work.batch(work.rows());
        stamps.during(() -> {
            if (work.phase() == Phase.CHECK) {
                work.kind().check(batch);
            } else {
                work.kind().write(batch);
            }
        });
        transaction.executeWithoutResult(_ -> say(work, batch.outcomes()));
    }

    private Optional<Work> work(JobItem item) {
        UUID id = UUID.fromString(String.valueOf(item.params().get("import")));
        Phase phase = item.kind().equals(CHECK) ? Phase.CHECK : Phase.RUN;
        ImportFiles.Stored file = files.own(id);
        if (!files.isOf(id, phase, item.jobId())) {
            return Optional.empty(); // it is looked at anew, by another job
        }
        kinds.absence(file.kind()).ifPresent(away -> {
            throw new NotNow(away);
        });
        ImportKind kind = kinds.require(file.kind());
        ZoneId zone = ZoneId.of(workspaces.current().settings().timeZone());
        return files.open(id, phase, item.position())
                .map(rows -> new Work(id, item.jobId(), phase, item.position(), kind, rows, file.options(), zone));
    }

    private void say(Work work, List<ImportOutcome> outcomes) {
        if (files.isOf(work.id(), work.phase(), work.job())) {
            files.say(work.id(), work.phase(), work.position(), outcomes);
        }
    }

    /** All rows in one transaction; if a door refuses one of them in the middle, each thing in one of its own. */
    private void together(Work work) {
        try {
            transaction.executeWithoutResult(_ -> {
                ImportBatch batch = work.batch(work.rows());
                work.kind().write(batch);
                say(work, batch.outcomes());
            });
        } catch (ProblemException | DataIntegrityViolationException e) {
            log.debug("Rows are written one by one", e);
            oneByOne(work);
        }
    }

    private void oneByOne(Work work) {
        Map<Integer, ImportOutcome> outcomes = new java.util.TreeMap<>();
        work.batch(work.rows()).outcomes().forEach(o -> outcomes.put(o.row(), o));
        for (List<ImportRow> group : new ArrayList<>(work.batch(work.rows()).groups())) {
            one(work, group).forEach(o -> outcomes.put(o.row(), o));
        }
        transaction.executeWithoutResult(_ -> say(work, List.copyOf(outcomes.values())));
    }

    private List<ImportOutcome> one(Work work, List<ImportRow> group) {
        try {
            return Objects.requireNonNull(transaction.execute(_ -> {
                ImportBatch batch = work.batch(group);
                work.kind().write(batch);
                return batch.outcomes();
            }));
        } catch (ProblemException e) {
            ImportBatch refused = work.batch(group);
            UnaryOperator<String> field = place ->
                    work.kind().fields().stream().anyMatch(f -> f.code().equals(place)) ? place : "";
            group.forEach(row -> refused.wrong(row, e, field));
            return refused.outcomes();
        } catch (DataIntegrityViolationException e) {
            log.error("Row {} of import {} failed", group.getFirst().number(), work.id(), e);
            ImportBatch refused = work.batch(group);
            group.forEach(row -> refused.wrong(row, "", DatasetProblem.ROW_FAILED));
            return refused.outcomes();
        }
    }
}
