package io.storelane.web.api;

import java.util.List;
import java.util.Locale;

/** OpenAPI documents beside the server's own, which names them. A bean of each module that has some. */
public interface MoreDocuments {

    /** Where a document is. */
    record Named(String name, String version, String url) {}

    /** Those that the workspace of the scope can use. */
    List<Named> documents(Locale locale);
}
