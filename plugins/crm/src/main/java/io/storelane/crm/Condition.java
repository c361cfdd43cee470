package io.storelane.crm;

import java.util.Map;

/**
 * What must be true of a profile {@code p}.
 *
 * @param sql of our own words alone
 * @param values whatever somebody has typed, by the names of the parameters
 */
record Condition(String sql, Map<String, Object> values) {

    static final Condition TRUE = new Condition("true", Map.of());
}
