package io.storelane.audit;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An entry of the trail for something that was changed by the actor of the running work. Of the values, those that stayed as they
 * were are left out.
 *
 * @param action {@code target.verb}; its text stands under {@code audit.action.<action>}
 * @param before values before, empty if it was made
 * @param after values after, empty if it was removed
 */
public record NewAuditChange(String action, AuditTarget target, Map<String, ?> before, Map<String, ?> after) {

    public NewAuditChange {
        Map<String, ?> given = before;
        before = without(before, after);
        after = without(after, given);
    }

    private static Map<String, ?> without(Map<String, ?> values, Map<String, ?> same) {
        Map<String, Object> left = new LinkedHashMap<>(values);
        left.entrySet().removeIf(e -> e.getValue().equals(same.get(e.getKey())));
        return left;
    }
}
