package io.storelane.metric;

import java.time.ZoneId;

/**
 * What figures of a workspace are told in.
 *
 * @param zone days begin at its midnight
 * @param currency the one that is shown first
 */
public record Locality(ZoneId zone, String currency) {}
