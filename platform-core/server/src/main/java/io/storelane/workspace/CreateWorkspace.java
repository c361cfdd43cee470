package io.storelane.workspace;

import java.util.Locale;
import java.util.UUID;

/**
 * Asks for a new workspace.
 *
 * @param requestId token of the form: the same form sent again gives the workspace that it made the first time
 */
public record CreateWorkspace(
        UUID requestId, String name, String slug, Locale locale, String currency, String timeZone) {}
