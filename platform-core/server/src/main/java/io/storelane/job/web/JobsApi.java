package io.storelane.job.web;

import io.storelane.job.JobItemView;
import io.storelane.job.JobView;
import io.storelane.job.Jobs;
import io.storelane.web.Problems;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.OneOf;
import io.storelane.web.api.Paging;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Jobs: how far they are, and what became of each item. */
@RestController
@RequestMapping("/api/v1/jobs")
class JobsApi {

    private static final String JOB = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "kind": "members.remove", "state": "running", "total": 120, "done": 40,
             "failed": 1, "cancelling": false, "requester": "Lin Xiao", "createdAt": "2026-11-22T08:00:00Z",
             "startedAt": "2026-11-22T08:00:01Z", "finishedAt": null}""";

    private static final String ITEM = """
            {"position": 7, "ref": "01a202ba-5c3d-74df-b3c3-862ecc38fd02", "label": "Zhu Lin", "state": "failed",
             "error": {"code": "role/last-owner", "detail": "The workspace needs at least one owner. Make someone else owner first."}}""";

    private final Jobs jobs;
    private final MessageSource messages;

    JobsApi(Jobs jobs, MessageSource messages) {
        this.jobs = jobs;
        this.messages = messages;
    }

    /** @param done items that were tried, the failed ones included */
    record Job(
            UUID id,
            String kind,
            String state,
            int total,
            int done,
            int failed,
            boolean cancelling,
            String requester,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt) {}

    record ItemError(String code, String detail) {}

    /**
     * @param ref what it is done to; null if that has no id, as a row of a file
     * @param error why it failed or was left out; null if neither, or the job was cancelled
     */
    record Item(
            int position,
            @Nullable UUID ref,
            String label,
            String state,
            @Nullable ItemError error) {}

    private static Job shown(JobView j) {
        return new Job(
                j.id(),
                j.kind(),
                j.state().key(),
                j.total(),
                j.done(),
                j.failed(),
                j.cancelling(),
                j.requester(),
                j.createdAt(),
                j.startedAt(),
                j.finishedAt());
    }

    private Item shown(JobItemView i, Locale locale) {
        String key = i.messageKey();
        return new Item(
                i.position(),
                i.ref(),
                i.label(),
                i.state(),
                key.isEmpty()
                        ? null
                        : new ItemError(
                                Problems.name(key),
                                messages.getMessage(key, i.messageArgs().toArray(), locale)));
    }

    @ApiOperation(
            value = "List jobs",
            details =
                    "The newest first: those that the key began, or all with `jobs.manage`. `q` is a part of the name of who asked;"
                            + " `kind` is what the job does; `state` is `waiting`, `running`, `done` (all items were tried), `failed` (stopped before the end) or"
                            + " `cancelled`.",
            answer = JOB)
    @GetMapping
    ApiPage<Job> list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "")
                    @OneOf({
                        "fulfilments.accept",
                        "fulfilments.assign",
                        "fulfilments.deliver",
                        "fulfilments.pack",
                        "fulfilments.pick",
                        "fulfilments.reject",
                        "fulfilments.ship",
                        "imports.check",
                        "imports.run",
                        "lists.export",
                        "lists.export.apart",
                        "members.remove",
                        "orders.assign",
                        "orders.cancel",
                        "orders.hold",
                        "orders.release",
                        "orders.tag",
                        "products.authorise",
                        "products.categorise",
                        "products.delist",
                        "products.import",
                        "products.list",
                        "returns.approve",
                        "returns.assign",
                        "returns.close",
                        "returns.refuse",
                        "stock.import",
                        "workspace.export"
                    })
                    String kind,
            @RequestParam(defaultValue = "") @OneOf({"waiting", "running", "done", "failed", "cancelled"}) String state,
            Paging page) {
        return ApiPage.of(
                jobs.find(new Jobs.Filter(q.strip(), kind, state), page.cursor(), page.limit()), JobsApi::shown);
    }

    @ApiOperation(value = "Read a job", answer = JOB)
    @GetMapping("/{id}")
    Job get(@PathVariable UUID id) {
        return shown(jobs.job(id));
    }

    @ApiOperation(
            value = "List the items of a job",
            details =
                    "In their order; each with what became of it. `state` is `waiting`, `done`, `failed` or `skipped` (left out).",
            answer = ITEM)
    @GetMapping("/{id}/items")
    ApiPage<Item> items(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") @OneOf({"waiting", "done", "failed", "skipped"}) String state,
            @RequestParam(required = false) @Nullable Integer after,
            @RequestParam(defaultValue = "50") int limit,
            Locale locale) {
        Paging.check(limit);
        List<JobItemView> found = jobs.items(id, state, after, limit + 1);
        List<JobItemView> page = found.subList(0, Math.min(limit, found.size()));
        return new ApiPage<>(
                page.stream().map(i -> shown(i, locale)).toList(),
                found.size() > limit ? String.valueOf(page.getLast().position()) : null);
    }

    @ApiOperation(
            value = "Cancel a job",
            details = "It ends before its next item; what is done stays done. 409 if it is over.",
            answer = JOB)
    @PostMapping("/{id}/cancel")
    Job cancel(@PathVariable UUID id) {
        jobs.cancel(id);
        return get(id);
    }

    @ApiOperation(
            value = "Run what failed again",
            details =
                    "The items that failed or were left out, as who asked first and with what this person or key may do now. 409 if"
                            + " there are none, or the job is not over.",
            answer = JOB)
    @PostMapping("/{id}/repeat")
    Job repeat(@PathVariable UUID id) {
        jobs.repeat(id);
        return get(id);
    }
}
