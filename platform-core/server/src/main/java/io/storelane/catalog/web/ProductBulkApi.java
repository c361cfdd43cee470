package io.storelane.catalog.web;

import io.storelane.access.Permission;
import io.storelane.catalog.ProductBulk;
import io.storelane.catalog.ProductBulk.Action;
import io.storelane.catalog.ProductBulk.Change;
import io.storelane.catalog.ProductFilter;
import io.storelane.catalog.ProductKind;
import io.storelane.catalog.ProductState;
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
import org.springframework.context.MessageSource;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The same change to many products. */
@RestController
@RequestMapping("/api/v1/products/bulk")
class ProductBulkApi {

    private final ProductBulk bulk;
    private final MessageSource messages;

    ProductBulkApi(ProductBulk bulk, MessageSource messages) {
        this.bulk = bulk;
        this.messages = messages;
    }

    /** What the list of products takes; what is left out does not narrow it. */
    record MatchingProducts(
            @Nullable @Size(max = 200) String q,
            @Nullable String state,
            @Nullable String kind,
            @Nullable UUID brandId,
            @Nullable UUID categoryId) {

        ProductFilter filter() {
            return new ProductFilter(
                    q == null ? "" : q.strip(),
                    state == null ? null : ProductState.of(state),
                    kind == null ? null : ProductKind.of(kind),
                    brandId,
                    categoryId,
                    "-updated");
        }
    }

    /** @param ids the products; either these or {@code matching} */
    record BulkBody(
            String action,
            @Nullable @Size(min = 1, max = 10_000) List<UUID> ids,
            @Nullable @Valid MatchingProducts matching,
            @Nullable UUID categoryId,
            @Nullable List<UUID> channels) {}

    record Wrong(String code, String detail) {}

    record Outcome(UUID id, @Nullable Wrong error) {}

    record BulkDoc(@Nullable UUID jobId, List<Outcome> data) {}

    @ApiOperation(
            value = "Change many products",
            details =
                    "`action`: `list`, `delist`, `categorise` (into `categoryId`; without it, into none) or `authorise` (only"
                            + " `channels` may sell them; without any, every channel may; asks for `prices.manage`). The products are"
                            + " `ids`, or all that are `matching` now, with the filters of the list. Up to 50 `ids` are changed"
                            + " at once, and `data` says what became of each. More, and all that match, become a job: `jobId` names"
                            + " it.",
            scope = Permission.PRODUCTS_MANAGE,
            body = """
                    {"action": "delist", "ids": ["01a202ba-5c3d-74df-b3c3-862ecc38fdbd"]}""",
            answer = """
                    {"jobId": null, "data": [{"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "error": null}]}""")
    @OwnTransaction
    @PostMapping
    BulkDoc change(@RequestBody BulkBody body, Locale locale) {
        List<UUID> channels = body.channels();
        Change change =
                new Change(Action.of(body.action()), body.categoryId(), channels == null ? List.of() : channels);
        List<UUID> ids = body.ids();
        MatchingProducts matching = body.matching();
        var errors = new FieldErrors();
        Bulk.chosenOnce(ids, matching, errors);
        errors.throwIfAny();
        if (ids == null) {
            return new BulkDoc(
                    bulk.startAll(change, Objects.requireNonNull(matching).filter()), List.of());
        }
        if (ids.size() > ProductBulk.AT_ONCE) {
            return new BulkDoc(bulk.start(change, ids), List.of());
        }
        return new BulkDoc(
                null,
                bulk.apply(change, ids).stream()
                        .map(r -> new Outcome(r.id(), wrong(r.problem(), locale)))
                        .toList());
    }

    private @Nullable Wrong wrong(@Nullable ProblemException problem, Locale locale) {
        if (problem == null) {
            return null;
        }
        ProblemException shown = ProductBulk.inOneSentence(problem, messages, locale);
        return new Wrong(
                Problems.name(problem.code()), messages.getMessage(shown.code().messageKey(), shown.args(), locale));
    }
}
