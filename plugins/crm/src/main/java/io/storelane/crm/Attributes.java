package io.storelane.crm;

import io.storelane.plugin.api.AuditTrail;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What a workspace wants to know of its customers beyond the master record: declared once, then entered at each. */
@Repository
@Transactional
class Attributes {

    static final int MOST = 50;
    private static final int LONGEST = 500;
    /** Numbers have three decimals at most. */
    private static final int DECIMALS = 3;

    private static final BigDecimal LARGEST = new BigDecimal("1000000000000");

    /** @param choices what may be chosen; empty unless it is a choice */
    record Attribute(UUID id, String name, Rule.Kind kind, List<String> choices) {}

    /** A value as people read it; empty if none was entered. */
    record Entered(Attribute attribute, String value) {}

    private final JdbcClient db;
    private final AuditTrail trail;

    Attributes(JdbcClient db, AuditTrail trail) {
        this.db = db;
        this.trail = trail;
    }

    @Transactional(readOnly = true)
    List<Attribute> all() {
        return db.sql("select id, name, kind, choices from plugin_crm.attribute order by place, id")
                .query((rs, _) -> attribute(rs))
                .list();
    }

    @Transactional(readOnly = true)
    Optional<Attribute> find(UUID id) {
        return db.sql("select id, name, kind, choices from plugin_crm.attribute where id = :id")
                .param("id", id)
                .query((rs, _) -> attribute(rs))
                .optional();
    }

    private static Attribute attribute(ResultSet rs) throws SQLException {
        return new Attribute(
                rs.getObject("id", UUID.class),
                rs.getString("name"),
                Rule.Kind.valueOf(rs.getString("kind")),
                rs.getString("choices").lines().toList());
    }

    /** @return false if there is one of that name */
    boolean add(String name, Rule.Kind kind, List<String> choices) {
        UUID id = UUID.randomUUID();
        int added = db.sql("""
                        insert into plugin_crm.attribute (id, name, kind, choices, place)
                        select :id, :name, :kind, :choices, count(*) from plugin_crm.attribute on conflict do nothing""")
                .param("id", id)
                .param("name", name)
                .param("kind", kind.name())
                .param("choices", String.join("\n", choices))
                .update();
        if (added == 0) {
            return false;
        }
        trail.record("attribute.added", id, name, Map.of("kind", kind.name().toLowerCase(Locale.ROOT)));
        return true;
    }

    /** With all that was entered for it. */
    void remove(Attribute attribute) {
        db.sql("delete from plugin_crm.attribute where id = :id")
                .param("id", attribute.id())
                .update();
        trail.record("attribute.removed", attribute.id(), attribute.name(), Map.of());
    }

    /** All attributes with what was entered for the customer. */
    @Transactional(readOnly = true)
    List<Entered> of(UUID customer) {
        Map<UUID, String> values = new LinkedHashMap<>();
        db.sql("select attribute_id, text, number, day from plugin_crm.attribute_value where customer_id = :customer")
                .param("customer", customer)
                .query(rs -> {
                    values.put(rs.getObject("attribute_id", UUID.class), shown(rs));
                });
        return all().stream()
                .map(a -> new Entered(a, values.getOrDefault(a.id(), "")))
                .toList();
    }

    private static String shown(ResultSet rs) throws SQLException {
        String text = rs.getString("text");
        if (text != null) {
            return text;
        }
        LocalDate day = rs.getObject("day", LocalDate.class);
        return day != null ? day.toString() : decimal(rs.getLong("number"));
    }

    /** Thousandths as people write them. */
    static String decimal(long thousandths) {
        BigDecimal number = BigDecimal.valueOf(thousandths, DECIMALS).stripTrailingZeros();
        return (number.scale() < 0 ? number.setScale(0) : number).toPlainString();
    }

    /** What was typed, as it is stored; null if it is none of this kind. */
    static @Nullable Object read(Attribute attribute, String typed) {
        try {
            return switch (attribute.kind()) {
                case NUMBER -> thousandths(typed);
                case DATE -> LocalDate.parse(typed);
                case CHOICE -> attribute.choices().contains(typed) ? typed : null;
                default -> typed.length() > LONGEST ? null : typed;
            };
        } catch (ArithmeticException | IllegalArgumentException | DateTimeException _) {
            return null;
        }
    }

    private static @Nullable Long thousandths(String typed) {
        BigDecimal number = new BigDecimal(typed.replace(",", ""));
        return number.abs().compareTo(LARGEST) > 0
                ? null
                : (Long) number.movePointRight(DECIMALS).longValueExact();
    }

    /** @param value as {@link #read} gives it; null removes it */
    void enter(UUID customer, Attribute attribute, @Nullable Object value) {
        if (value == null) {
            db.sql("delete from plugin_crm.attribute_value where customer_id = :customer and attribute_id = :attribute")
                    .param("customer", customer)
                    .param("attribute", attribute.id())
                    .update();
            return;
        }
        db.sql("""
                        insert into plugin_crm.attribute_value (customer_id, attribute_id, text, number, day)
                        values (:customer, :attribute, :text, :number, :day)
                        on conflict (tenant_id, customer_id, attribute_id) do update
                        set text = excluded.text, number = excluded.number, day = excluded.day""")
                .param("customer", customer)
                .param("attribute", attribute.id())
                .param("text", value instanceof String ? value : null)
                .param("number", value instanceof Long ? value : null)
                .param("day", value instanceof LocalDate ? value : null)
                .update();
    }
}
