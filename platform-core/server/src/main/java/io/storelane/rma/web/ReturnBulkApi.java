package io.storelane.rma.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.job.Bulk;
import io.storelane.problem.FieldErrors;
import io.storelane.problem.ProblemException;
import io.storelane.rma.ReturnBulk;
import io.storelane.rma.ReturnBulk.Action;
import io.storelane.rma.RmaProblem;
import io.storelane.web.Problems;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.OwnTransaction;
import jakarta.validation.constraints.NotEmpty;
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

/** One thing done to many returns. */
@RestController
@RequestMapping("/api/v1/returns/actions/bulk")
class ReturnBulkApi {

    private final ReturnBulk bulk;
    private final ReturnWords words;

    ReturnBulkApi(ReturnBulk bulk, ReturnWords words) {
        this.bulk = bulk;
        this.words = words;
    }

    /** @param assigneeId null hands them to after-sales as a whole */
    record BulkReturns(
            String action,
            @NotEmpty @Size(max = 10_000) List<UUID> ids,
            @Nullable UUID locationId,
            @Nullable @Size(max = 500) String reason,
            @Nullable UUID assigneeId) {

        String value(Action wanted) {
            return switch (wanted) {
                case APPROVE -> Objects.toString(locationId, "");
                case REFUSE, CLOSE -> ReturnDocuments.text(reason);
                case ASSIGN -> Objects.toString(assigneeId, "");
            };
        }
    }

    record NotDone(String code, String detail) {}

    record ReturnOutcome(UUID id, @Nullable NotDone error) {}

    /**
     * @param done returns that were changed at once
     * @param data what became of each; empty if a job does it
     */
    record BulkReturnsDone(@Nullable UUID jobId, int done, List<ReturnOutcome> data) {}

    @ApiOperation(
            value = "Do something to many returns",
            details =
                    "`action`: `approve` (to come back to `locationId`, if there is one), `refuse` (for a `reason`), `close` or `assign`"
                            + " (to `assigneeId`; without it, to after-sales as a whole). Each stands for itself. Up to 50 are done at"
                            + " once: `data` says what became of each. More become a job, which `jobId` names.",
            scope = {Permission.RETURNS_MANAGE, Permission.RETURNS_VIEW},
            body = """
                    {"action": "approve", "ids": ["01a202ba-5c3d-74df-b3c3-862ecc38fd50"]}""",
            answer = """
                    {"jobId": null, "done": 0, "data": [{"id": "01a202ba-5c3d-74df-b3c3-862ecc38fd50",
                     "error": {"code": "rma/already-answered", "detail": "This request is answered already."}}]}""")
    @OwnTransaction
    @PostMapping
    BulkReturnsDone act(@RequestBody BulkReturns body, Locale locale) {
        Access.current().require(Permission.RETURNS_MANAGE);
        Access.current().require(Permission.RETURNS_VIEW);
        Action action = action(body.action());
        Bulk.Outcome outcome = bulk.act(action, body.value(action), body.ids());
        return new BulkReturnsDone(
                outcome.job(),
                outcome.done(),
                outcome.each(body.ids(), (id, why) -> new ReturnOutcome(id, notDone(why, locale))));
    }

    private static Action action(String code) {
        if (Bulk.action(Action.class, code).isEmpty()) {
            new FieldErrors().add("/action", RmaProblem.NO_ACTION).throwIfAny();
        }
        return Action.of(code);
    }

    private @Nullable NotDone notDone(@Nullable ProblemException why, Locale locale) {
        return why == null ? null : new NotDone(Problems.name(why.code()), words.problem(why, locale));
    }
}
