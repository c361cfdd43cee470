package io.storelane.api.web;

import io.storelane.web.api.ApiCaller;
import io.storelane.web.api.ApiReference;
import io.storelane.web.api.MoreDocuments;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The OpenAPI document, in the language that is asked for; everybody may read it. With a key it names those of the workspace's plugins, too. */
@RestController
class DocumentApi {

    private final ApiReference reference;
    private final List<MoreDocuments> more;

    DocumentApi(ApiReference reference, List<MoreDocuments> more) {
        this.more = List.copyOf(more);
        this.reference = reference;
    }

    @GetMapping("/api/v1/openapi.json")
    Map<String, Object> document(Locale locale, HttpServletResponse response) {
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
        Map<String, Object> document = reference.document(locale);
        if (ApiCaller.known().isEmpty()) {
            return document;
        }
        Map<String, Object> whole = new LinkedHashMap<>(document);
        whole.put(
                "x-plugins",
                more.stream()
                        .flatMap(source -> source.documents(locale).stream())
                        .toList());
        return whole;
    }
}
