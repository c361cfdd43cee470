package io.storelane.crm;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A segment while somebody builds it.
 *
 * @param match {@code all} or {@code any} of the groups
 * @param version as it was read; of a new one empty
 */
record SegmentForm(@NotBlank @Size(max = 100) String name, String match, List<GroupForm> groups, String version) {

    static final int MOST_GROUPS = 10;
    static final int MOST_CONDITIONS = 20;

    /** @param match {@code all} or {@code any} of the conditions */
    record GroupForm(String match, List<ConditionForm> conditions) {
        public GroupForm(@Nullable String match, @Nullable List<ConditionForm> conditions) {
            this.match = "any".equals(match) ? "any" : "all";
            this.conditions = conditions == null ? List.of() : List.copyOf(conditions);
        }
    }

    /**
     * @param field name of a {@link Rule.Field}, or {@code attribute:} and the id of one
     * @param more the currency of money
     */
    record ConditionForm(String field, String op, String value, String more) {

        static final ConditionForm FIRST = new ConditionForm("ORDERS", "AT_LEAST", "", "");

        public ConditionForm(
                @Nullable String field, @Nullable String op, @Nullable String value, @Nullable String more) {
            this.field = field == null ? "ORDERS" : field;
            this.op = op == null ? "" : op;
            this.value = value == null ? "" : value.strip();
            this.more = more == null ? "" : more.strip();
        }
    }

    public SegmentForm(
            @Nullable String name, @Nullable String match, @Nullable List<GroupForm> groups, @Nullable String version) {
        this.name = name == null ? "" : name.strip();
        this.match = "any".equals(match) ? "any" : "all";
        this.groups = groups == null || groups.isEmpty()
                ? List.of(new GroupForm("all", List.of(ConditionForm.FIRST)))
                : List.copyOf(groups);
        this.version = version == null ? "" : version;
    }

    /** Does what a button says: {@code add-group}, {@code add:0}, {@code remove:0:1}; anything else changes nothing. */
    SegmentForm after(String action) {
        String[] parts = action.split(":", 3);
        try {
            return switch (parts[0]) {
                case "add-group" -> addGroup();
                case "add" -> add(Integer.parseInt(parts[1]));
                case "remove" -> remove(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
                default -> this;
            };
        } catch (IndexOutOfBoundsException | NumberFormatException _) {
            return this;
        }
    }

    private SegmentForm addGroup() {
        List<GroupForm> more = new ArrayList<>(groups);
        if (more.size() < MOST_GROUPS) {
            more.add(new GroupForm("all", List.of(ConditionForm.FIRST)));
        }
        return new SegmentForm(name, match, more, version);
    }

    private SegmentForm add(int group) {
        List<ConditionForm> conditions = new ArrayList<>(groups.get(group).conditions());
        if (conditions.size() < MOST_CONDITIONS) {
            conditions.add(ConditionForm.FIRST);
        }
        return with(group, conditions);
    }

    private SegmentForm remove(int group, int condition) {
        List<ConditionForm> conditions = new ArrayList<>(groups.get(group).conditions());
        conditions.remove(condition);
        return with(group, conditions);
    }

    /** A group without conditions is gone, unless it is the last. */
    private SegmentForm with(int group, List<ConditionForm> conditions) {
        List<GroupForm> changed = new ArrayList<>(groups);
        if (conditions.isEmpty()) {
            changed.remove(group);
        } else {
            changed.set(group, new GroupForm(groups.get(group).match(), conditions));
        }
        return new SegmentForm(name, match, changed, version);
    }
}
