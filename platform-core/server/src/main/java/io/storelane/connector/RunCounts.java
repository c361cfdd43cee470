package io.storelane.connector;

/** What a run brought. @param known orders that came again @param stock SKUs that were told */
public record RunCounts(int orders, int known, int failed, int stock, int shipments) {}
