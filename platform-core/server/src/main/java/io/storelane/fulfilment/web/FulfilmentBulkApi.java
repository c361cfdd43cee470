package io.storelane.fulfilment.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.fulfilment.FulfilmentBulk;
import io.storelane.fulfilment.FulfilmentBulk.Action;
import io.storelane.fulfilment.FulfilmentFilter;
import io.storelane.fulfilment.FulfilmentProblem;
import io.storelane.job.Bulk;
import io.storelane.problem.FieldErrors;
import io.storelane.problem.ProblemException;
import io.storelane.web.Problems;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.OwnTransaction;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** One thing done to many fulfilment orders. */
@RestController
@RequestMapping("/api/v1/fulfilments/actions/bulk")
class FulfilmentBulkApi {

    private final FulfilmentBulk bulk;
    private final FulfilmentWords words;

    FulfilmentBulkApi(FulfilmentBulk bulk, FulfilmentWords words) {
        this.bulk = bulk;
        this.words = words;
    }

    /** What the list takes; what is left out does not narrow it. */
    record MatchingFulfilments(
            @Nullable String view,
            @Nullable @Size(max = 200) String q,
            @Nullable UUID location,
            @Nullable UUID assignee) {

        FulfilmentFilter filter() {
            return new FulfilmentFilter(
                    text(view).isEmpty() ? "all" : text(view), text(q), location, assignee, "created");
        }
    }

    /** @param ids the fulfilment orders; either these or {@code matching} */
    record BulkWork(
            String action,
            @Nullable @Size(min = 1, max = 10_000) List<UUID> ids,
            @Nullable @Valid MatchingFulfilments matching,
            @Nullable @Size(max = 500) String reason,
            @Nullable @Size(max = 60) String carrier,
            @Nullable UUID assigneeId) {

        String value(Action wanted) {
            return switch (wanted) {
                case REJECT -> text(reason);
                case SHIP -> text(carrier);
                case ASSIGN -> Objects.toString(assigneeId, "");
                default -> "";
            };
        }
    }

    record NotDone(String code, String detail) {}

    record WorkOutcome(UUID id, @Nullable NotDone error) {}

    /**
     * @param done how many were changed at once
     * @param data what became of each of {@code ids}; of {@code matching}, only those that stayed as they were
     */
    record BulkWorkDoc(@Nullable UUID jobId, int done, List<WorkOutcome> data) {}

    private static String text(@Nullable String text) {
        return text == null ? "" : text.strip();
    }

    @ApiOperation(
            value = "Do something to many fulfilment orders",
            details =
                    "`action`: `accept`, `reject` (with a `reason`), `pick`, `pack`, `ship` (all that is left in one parcel without a"
                            + " number, by `carrier`, if there is one), `deliver` or `assign` (to `assigneeId`; without it, to nobody)."
                            + " They are `ids`, or all that are `matching` now, with the filters of the list. Each stands for itself."
                            + " Up to 50 are done at once: `data` says of each of `ids` what became of it, of `matching` what could not"
                            + " be done. More become a job, which `jobId` names.",
            scope = {Permission.FULFILMENT_MANAGE, Permission.FULFILMENT_VIEW},
            body = """
                    {"action": "accept", "ids": ["01a202ba-5c3d-74df-b3c3-862ecc38fd60"]}""",
            answer = """
                    {"jobId": null, "done": 1, "data": [{"id": "01a202ba-5c3d-74df-b3c3-862ecc38fd60", "error": null}]}""")
    @OwnTransaction
    @PostMapping
    BulkWorkDoc act(@RequestBody BulkWork body, Locale locale) {
        Access.current().require(Permission.FULFILMENT_MANAGE);
        Access.current().require(Permission.FULFILMENT_VIEW); // which match can be seen by what is done
        Action action = action(body);
        String value = body.value(action);
        List<UUID> ids = body.ids();
        Bulk.Outcome outcome = ids != null
                ? bulk.act(action, value, ids)
                : bulk.actOnAll(
                        action, value, Objects.requireNonNull(body.matching()).filter());
        return new BulkWorkDoc(
                outcome.job(), outcome.done(), outcome.each(ids, (id, why) -> new WorkOutcome(id, wrong(why, locale))));
    }

    /** @throws ProblemException naming all that is wrong with what is asked for */
    private static Action action(BulkWork body) {
        var errors = new FieldErrors();
        Action wanted = Bulk.action(Action.class, body.action()).orElse(null);
        if (wanted == null) {
            errors.add("/action", FulfilmentProblem.NO_ACTION);
        }
        if (wanted == Action.REJECT && text(body.reason()).isEmpty()) {
            errors.add("/reason", FulfilmentProblem.NO_REASON);
        }
        MatchingFulfilments matching = body.matching();
        Bulk.chosenOnce(body.ids(), matching, errors);
        if (matching != null
                && body.ids() == null
                && !text(matching.view()).isEmpty()
                && !FulfilmentFilter.VIEWS.contains(text(matching.view()))) {
            errors.add("/matching/view", FulfilmentProblem.BAD_FILTER);
        }
        errors.throwIfAny();
        return Objects.requireNonNull(wanted);
    }

    private @Nullable NotDone wrong(@Nullable ProblemException why, Locale locale) {
        return why == null ? null : new NotDone(Problems.name(why.code()), words.problem(why, locale));
    }
}
