package io.storelane.api.web;

import io.storelane.web.api.ApiReference;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The OpenAPI document; everybody may read it. */
@RestController
class DocumentApi {

    private final ApiReference reference;

    DocumentApi(ApiReference reference) {
        this.reference = reference;
    }

    @GetMapping("/api/v1/openapi.json")
    Map<String, Object> document() {
        return reference.document();
    }
}
