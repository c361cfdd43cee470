package io.storelane.catalog.web;

import io.storelane.access.Permission;
import io.storelane.catalog.ProductBulk;
import io.storelane.catalog.ProductBulk.Action;
import io.storelane.catalog.ProductBulk.Change;
import io.storelane.problem.ProblemException;
import io.storelane.web.Problems;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.OwnTransaction;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Locale;
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

    record BulkBody(
            String action,
            @Size(min = 1, max = 10_000) List<UUID> ids,
            @Nullable UUID categoryId,
            @Nullable List<UUID> channels) {}

    record Wrong(String code, String detail) {}

    record Outcome(UUID id, @Nullable Wrong error) {}

    record BulkDoc(@Nullable UUID jobId, List<Outcome> data) {}

    @ApiOperation(
            value = "Change many products",
            details =
                    "`action`: `list`, `delist`, `categorise` (into `categoryId`; without it, into none) or `authorise` (only"
                            + " `channels` may sell them; without any, every channel may; asks for `prices.manage`). Up to 50 products"
                            + " are changed at once, and `data` says what became of each. More become a job: `jobId` names it.",
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
        if (body.ids().size() > ProductBulk.AT_ONCE) {
            return new BulkDoc(bulk.start(change, body.ids()), List.of());
        }
        return new BulkDoc(
                null,
                bulk.apply(change, body.ids()).stream()
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
