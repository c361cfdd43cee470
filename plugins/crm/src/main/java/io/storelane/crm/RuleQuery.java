package io.storelane.crm;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Asks the database for whom a rule is true. The words of a statement stand here; whatever a person has typed is a parameter, so no rule can
 * say anything else than what its form offers.
 */
final class RuleQuery {

    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Function<UUID, Rule.Kind> attributes;
    private final Instant now;

    private RuleQuery(Function<UUID, Rule.Kind> attributes, Instant now) {
        this.attributes = attributes;
        this.now = now;
    }

    /**
     * @param attributes kind of an attribute
     * @param now what days are counted back from
     */
    static Condition of(Rule rule, Function<UUID, Rule.Kind> attributes, Instant now) {
        RuleQuery query = new RuleQuery(attributes, now);
        String sql = query.sql(rule);
        return new Condition(sql, Map.copyOf(query.values));
    }

    private String sql(Rule rule) {
        return switch (rule) {
            case Rule.Group(boolean all, List<Rule> parts) when parts.isEmpty() -> all ? "true" : "false";
            case Rule.Group(boolean all, List<Rule> parts) ->
                parts.stream().map(this::sql).collect(Collectors.joining(all ? " and " : " or ", "(", ")"));
            case Rule.Test test -> test(test);
        };
    }

    private String test(Rule.Test test) {
        return switch (test.field()) {
            case ORDERS -> "p.orders" + compare(test.op()) + number(test);
            case SPENT -> spent(test);
            case LAST_ORDER -> days("p.last_order_at", test);
            case FIRST_ORDER -> days("p.first_order_at", test);
            case SINCE -> days("p.added_at", test);
            case TAG -> not(test) + row("profile_tag", "o.tag = " + bind(test.value()));
            case CITY -> "p.city" + (test.op() == Rule.Op.IS ? " = " : " <> ") + bind(test.value());
            case CONSENT -> not(test) + row("profile_consent", "o.given and o.channel = " + bind(test.value()));
            case CHANNEL -> not(test) + row("profile_channel", "o.channel_id = " + bind(UUID.fromString(test.value())));
            case ATTRIBUTE -> attribute(test);
        };
    }

    /** Who has bought nothing in the currency has spent nothing: true of everybody who is asked for at most something. */
    private String spent(Rule.Test test) {
        String currency = "o.currency = " + bind(test.currency());
        return test.op() == Rule.Op.AT_MOST
                ? "not " + row("profile_value", currency + " and o.value > " + number(test))
                : row("profile_value", currency + " and o.value >= " + number(test));
    }

    /** Something that never was is not within the last days. */
    private String days(String column, Rule.Test test) {
        String since = bind(Timestamp.from(now.minus(Duration.ofDays(Long.parseLong(test.value())))));
        return test.op() == Rule.Op.WITHIN
                ? "(" + column + " is not null and " + column + " >= " + since + ")"
                : "(" + column + " is null or " + column + " < " + since + ")";
    }

    private String attribute(Rule.Test test) {
        UUID id = UUID.fromString(test.attribute());
        String which = "o.attribute_id = " + bind(id) + " and ";
        return switch (attributes.apply(id)) {
            case NUMBER -> row("attribute_value", which + "o.number" + compare(test.op()) + number(test));
            case DATE ->
                row("attribute_value", which + "o.day" + compare(test.op()) + bind(LocalDate.parse(test.value())));
            default -> not(test) + row("attribute_value", which + "o.text = " + bind(test.value()));
        };
    }

    private static String row(String table, String where) {
        return "exists (select from plugin_crm." + table
                + " o where o.tenant_id = p.tenant_id and o.customer_id = p.customer_id and " + where + ")";
    }

    private static String not(Rule.Test test) {
        return test.op() == Rule.Op.IS_NOT ? "not " : "";
    }

    private static String compare(Rule.Op op) {
        return switch (op) {
            case AT_LEAST, FROM -> " >= ";
            case AT_MOST, UNTIL -> " <= ";
            case IS, IS_NOT, WITHIN, NOT_WITHIN -> " = ";
        };
    }

    private String number(Rule.Test test) {
        return bind(Long.parseLong(test.value()));
    }

    private String bind(Object value) {
        String name = "rule" + values.size();
        values.put(name, value);
        return ":" + name;
    }
}
