package io.storelane.api.web;

import io.storelane.web.api.ApiReference;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The OpenAPI document, in the language that is asked for; everybody may read it. */
@RestController
class DocumentApi {

    private final ApiReference reference;

    DocumentApi(ApiReference reference) {
        this.reference = reference;
    }

    @GetMapping("/api/v1/openapi.json")
    Map<String, Object> document(Locale locale, HttpServletResponse response) {
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
        return reference.document(locale);
    }
}
