package io.storelane.audit;

import java.util.List;

/** Entries, newest first, and whether older ones follow. */
public record AuditPage(List<AuditEntry> entries, boolean more) {}
