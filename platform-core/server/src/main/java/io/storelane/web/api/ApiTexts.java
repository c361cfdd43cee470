package io.storelane.web.api;

import io.storelane.web.Problems;
import java.util.List;
import java.util.Map;

/** What the reference says of the API as a whole. */
final class ApiTexts {

    static final String OVERVIEW = """
            Send a key with each request: `Authorization: Bearer sl_live_...`. Keys are made in the workspace, under API keys; one \
            allows what it was made for, at its place and below, and never more than its maker may do at that moment.

            Bodies and answers are JSON in UTF-8; times are in UTC; money is in minor units with its currency. Lists come in pages: \
            `next` is `after` of the next one. What is changed has an `ETag`: send it back as `If-Match`. A POST may carry an \
            `Idempotency-Key`: sent again, it is not carried out again.

            What goes wrong is a problem document with a stable `type`; `errors` names fields by JSON pointer. Texts are in the \
            language of `Accept-Language` (`en`, `zh-CN`). `RateLimit` says how many requests are left.""";

    private ApiTexts() {}

    /** A problem as an example. */
    static Map<String, Object> problem(ApiWords words) {
        return ApiSchemas.fields(
                "type",
                Problems.TYPES + "fields/invalid",
                "title",
                "Unprocessable Content",
                "status",
                422,
                "detail",
                words.text("example/invalid", "Some values are not acceptable; see the list of errors."),
                "instance",
                "urn:uuid:6ec1f1b0-7c1a-4c39-9a24-0e1a3a1a9d5e",
                "errors",
                List.of(ApiSchemas.fields(
                        "field",
                        "/name",
                        "code",
                        "api/required",
                        "detail",
                        words.text("example/required", "This field is needed."))));
    }
}
