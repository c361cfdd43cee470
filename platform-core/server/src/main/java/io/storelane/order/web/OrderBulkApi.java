package io.storelane.order.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.job.Bulk;
import io.storelane.order.OrderBulk;
import io.storelane.order.OrderBulk.Action;
import io.storelane.order.OrderFilter;
import io.storelane.order.OrderProblem;
import io.storelane.problem.FieldErrors;
import io.storelane.problem.ProblemException;
import io.storelane.web.Problems;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.OwnTransaction;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** One thing done to many orders. */
@RestController
@RequestMapping("/api/v1/orders/actions/bulk")
class OrderBulkApi {

    private final OrderBulk bulk;
    private final OrderWords words;

    OrderBulkApi(OrderBulk bulk, OrderWords words) {
        this.bulk = bulk;
        this.words = words;
    }

    /** What the list of orders takes; what is left out does not narrow it. */
    record Matching(
            @Nullable String view,
            @Nullable @Size(max = 200) String q,
            @Nullable UUID channel,
            @Nullable String payment,
            @Nullable String fulfilment,
            @Nullable UUID assignee,
            @Nullable UUID customer,
            @Nullable String tag,
            @Nullable Instant from,
            @Nullable Instant until) {

        OrderFilter filter() {
            return new OrderFilter(
                    text(view),
                    text(q),
                    channel,
                    text(payment),
                    text(fulfilment),
                    assignee,
                    customer,
                    text(tag),
                    from,
                    until,
                    "-placed");
        }
    }

    /**
     * @param ids the orders; either these or {@code matching}
     * @param assigneeId null takes the assignee away
     */
    record BulkAction(
            String action,
            @Nullable @Size(min = 1, max = 10_000) List<UUID> ids,
            @Nullable @Valid Matching matching,
            @Nullable @Size(max = 500) String reason,
            @Nullable @Size(max = 40) String tag,
            @Nullable UUID assigneeId) {

        String value(Action wanted) {
            return switch (wanted) {
                case HOLD, CANCEL -> text(reason);
                case RELEASE -> "";
                case TAG -> text(tag);
                case ASSIGN -> Objects.toString(assigneeId, "");
            };
        }
    }

    record Wrong(String code, String detail) {}

    record ActionOutcome(UUID id, @Nullable Wrong error) {}

    /**
     * @param done orders that were changed at once
     * @param data what became of each of {@code ids}; of {@code matching}, only those that stayed as they were
     */
    record BulkActionDoc(@Nullable UUID jobId, int done, List<ActionOutcome> data) {}

    private static String text(@Nullable String text) {
        return text == null ? "" : text.strip();
    }

    @ApiOperation(
            value = "Do something to many orders",
            details =
                    "`action`: `hold` or `cancel` (with a `reason`, if there is one), `release`, `tag` (adds `tag`) or `assign` (to"
                            + " `assigneeId`; without it, to nobody). The orders are `ids`, or all that are `matching` now, with"
                            + " the filters of the list. Each stands for itself. Up to 50 are done at once: `data` says of each of"
                            + " `ids` what became of it, of `matching` what could not be done. More become a job, which `jobId`"
                            + " names: `/api/v1/jobs/{id}` says how far it is, its items what became of each order.",
            scope = Permission.ORDERS_MANAGE,
            body = """
                    {"action": "hold", "ids": ["01a202ba-5c3d-74df-b3c3-862ecc38fdbd"], "reason": "Stock-taking"}""",
            answer = """
                    {"jobId": null, "done": 0, "data": [{"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd",
                     "error": {"code": "order/already-held", "detail": "The order is on hold already."}}]}""")
    @OwnTransaction
    @PostMapping
    BulkActionDoc act(@RequestBody BulkAction body, Locale locale) {
        Access.current().require(Permission.ORDERS_MANAGE);
        Access.current().require(Permission.ORDERS_VIEW); // which orders match can be seen by what is done
        Action action = action(body);
        String value = body.value(action);
        List<UUID> ids = body.ids();
        Bulk.Outcome outcome = ids != null
                ? bulk.act(action, value, ids)
                : bulk.actOnAll(
                        action, value, Objects.requireNonNull(body.matching()).filter());
        return new BulkActionDoc(
                outcome.job(),
                outcome.done(),
                outcome.each(ids, (id, why) -> new ActionOutcome(id, wrong(why, locale))));
    }

    /** @throws ProblemException naming all that is wrong with what is asked for */
    private static Action action(BulkAction body) {
        var errors = new FieldErrors();
        Action wanted = Bulk.action(Action.class, body.action()).orElse(null);
        if (wanted == null) {
            errors.add("/action", OrderProblem.NO_ACTION);
        }
        if (wanted == Action.TAG && text(body.tag()).isEmpty()) {
            errors.add("/tag", OrderProblem.NO_TAG);
        }
        Matching matching = body.matching();
        Bulk.chosenOnce(body.ids(), matching, errors);
        if (matching != null
                && body.ids() == null
                && !text(matching.view()).isEmpty()
                && !OrderFilter.VIEWS.contains(text(matching.view()))) {
            errors.add("/matching/view", OrderProblem.BAD_FILTER);
        }
        errors.throwIfAny();
        return Objects.requireNonNull(wanted);
    }

    private @Nullable Wrong wrong(@Nullable ProblemException why, Locale locale) {
        return why == null ? null : new Wrong(Problems.name(why.code()), words.problem(why, locale));
    }
}
