package io.storelane.plugin.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Service {@code jobs}: work of the plugin that takes longer than a page, done item by item by a {@link JobWork}. It stands on the
 * server's page of jobs with its progress, where it can be cancelled, and what failed repeated; the person who began it is told how it
 * ended. A server that dies leaves the rest to another. Begun by a person or a program: in background work use a {@link ScheduledTask}.
 *
 * <pre>{@code
 * UUID job = jobs.start("resend", Map.of(), List.of(new JobDesk.Item(card.id(), card.holder())));
 * return "redirect:/w/" + workspace + "/jobs/" + job;
 * }</pre>
 */
public interface JobDesk {

    /** Items that a job may have. */
    int MOST_ITEMS = 10_000;

    /**
     * Begins a job of the caller. Joins a transaction of the plugin.
     *
     * @param work a {@link JobWork#name()} of the plugin
     * @param values for all items: texts, numbers, truth values
     * @throws Refusal 409 if too many jobs wait
     */
    UUID start(String work, Map<String, ?> values, List<Item> items);

    /** How far a job of the plugin is; empty if there is none that the caller may see. */
    Optional<Progress> find(UUID job);

    /** Ends it before its next item. @throws Refusal 409 if it is over */
    void cancel(UUID job);

    /**
     * A thing to be done.
     *
     * @param ref what it is about, for {@link JobWork}
     * @param label how people recognise it, 1 to 200 characters
     */
    record Item(@Nullable UUID ref, String label) {}

    /** How far a job is. */
    interface Progress {

        /** {@code waiting}, {@code running}, {@code done}, {@code failed} or {@code cancelled}. */
        String state();

        int total();

        /** Items that were tried, the failed ones included. */
        int done();

        int failed();
    }
}
