package io.storelane.crm;

import io.storelane.crm.SegmentForm.ConditionForm;
import io.storelane.crm.SegmentForm.GroupForm;
import io.storelane.plugin.api.OrderBook;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes a rule of what was entered, and the other way round. */
@Component
class RuleReader {

    static final List<String> CONSENTS = List.of("email", "sms", "phone", "wechat", "post");
    private static final String ATTRIBUTE = "attribute:";
    private static final long MOST = 1_000_000_000L;
    private static final long MOST_DAYS = 36_500;
    private static final int LONGEST = 200;

    private final Attributes attributes;
    private final Profiles profiles;
    private final OrderBook orders;

    RuleReader(Attributes attributes, Profiles profiles, OrderBook orders) {
        this.orders = orders;
        this.attributes = attributes;
        this.profiles = profiles;
    }

    /**
     * A condition as the form shows it.
     *
     * @param kind what its value is
     * @param choices of the value, if it is to be chosen: what is sent, and what is read
     */
    record Shown(ConditionForm given, Rule.Kind kind, List<Rule.Op> ops, List<String[]> choices) {}

    List<List<Shown>> shown(SegmentForm form) {
        List<Attributes.Attribute> known = attributes.all();
        Map<UUID, String> names = orders.channels();
        List<String[]> channels = profiles.channels().stream()
                .map(c -> new String[] {c.id().toString(), names.getOrDefault(c.id(), c.label())})
                .toList();
        return form.groups().stream()
                .map(g -> g.conditions().stream()
                        .map(c -> shown(c, known, channels))
                        .toList())
                .toList();
    }

    private static Shown shown(ConditionForm condition, List<Attributes.Attribute> known, List<String[]> channels) {
        Attributes.Attribute attribute = attribute(condition.field(), known);
        Rule.Kind kind = attribute != null
                ? attribute.kind()
                : field(condition.field()).map(Rule.Field::kind).orElse(Rule.Kind.TEXT);
        List<String[]> choices = switch (kind) {
            case CHANNEL -> channels;
            case CONSENT -> CONSENTS.stream().map(c -> new String[] {c, ""}).toList();
            case CHOICE ->
                attribute == null
                        ? List.of()
                        : attribute.choices().stream()
                                .map(c -> new String[] {c, c})
                                .toList();
            default -> List.of();
        };
        return new Shown(condition, kind, kind.ops(), choices);
    }

    private static Optional<Rule.Field> field(String name) {
        for (Rule.Field field : Rule.Field.values()) {
            if (field.name().equals(name) && field != Rule.Field.ATTRIBUTE) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    private static Attributes.@Nullable Attribute attribute(String field, List<Attributes.Attribute> known) {
        return known.stream()
                .filter(a -> field.equals(ATTRIBUTE + a.id()))
                .findFirst()
                .orElse(null);
    }

    /** @param fault called with the path of a field of the form and the key of a text, for all that is wrong */
    Optional<Rule> rule(SegmentForm form, BiConsumer<String, String> fault) {
        List<Attributes.Attribute> known = attributes.all();
        Set<String> channels =
                profiles.channels().stream().map(c -> c.id().toString()).collect(Collectors.toSet());
        List<Rule> groups = new ArrayList<>();
        boolean[] right = {true};
        for (int g = 0; g < form.groups().size(); g++) {
            List<Rule> tests = new ArrayList<>();
            List<ConditionForm> conditions = form.groups().get(g).conditions();
            for (int c = 0; c < conditions.size(); c++) {
                String at = "groups[" + g + "].conditions[" + c + "].value";
                test(conditions.get(c), known, channels, key -> {
                            right[0] = false;
                            fault.accept(at, key);
                        })
                        .ifPresent(tests::add);
            }
            groups.add(new Rule.Group(!form.groups().get(g).match().equals("any"), tests));
        }
        return right[0] ? Optional.of(new Rule.Group(!form.match().equals("any"), groups)) : Optional.empty();
    }

    private static Optional<Rule> test(
            ConditionForm given,
            List<Attributes.Attribute> known,
            Set<String> channels,
            java.util.function.Consumer<String> fault) {
        Attributes.Attribute attribute = attribute(given.field(), known);
        Rule.Field field =
                attribute != null ? Rule.Field.ATTRIBUTE : field(given.field()).orElse(null);
        if (field == null) {
            fault.accept("crm.fault.field");
            return Optional.empty();
        }
        Rule.Kind kind = attribute != null ? attribute.kind() : field.kind();
        Rule.Op op = kind.ops().stream()
                .filter(o -> o.name().equals(given.op()))
                .findFirst()
                .orElse(kind.ops().getFirst());
        String currency = kind == Rule.Kind.MONEY ? given.more().toUpperCase(java.util.Locale.ROOT) : "";
        String value = attribute != null
                ? stored(attribute, given.value())
                : switch (kind) {
                    case MONEY -> minor(given.value(), currency);
                    case CHANNEL -> channels.contains(given.value()) ? given.value() : null;
                    case CONSENT -> CONSENTS.contains(given.value()) ? given.value() : null;
                    case NUMBER -> whole(given.value(), MOST);
                    case DAYS -> whole(given.value(), MOST_DAYS);
                    default -> given.value().isEmpty() || given.value().length() > LONGEST ? null : given.value();
                };
        if (value == null) {
            fault.accept("crm.fault." + kind.name());
            return Optional.empty();
        }
        return Optional.of(
                new Rule.Test(field, attribute == null ? "" : attribute.id().toString(), op, value, currency));
    }

    private static @Nullable String stored(Attributes.Attribute attribute, String typed) {
        Object read = typed.isEmpty() ? null : Attributes.read(attribute, typed);
        return read == null ? null : read.toString();
    }

    private static @Nullable String whole(String typed, long most) {
        return typed.matches("[0-9]{1,10}") && Long.parseLong(typed) <= most
                ? Long.toString(Long.parseLong(typed))
                : null;
    }

    private static @Nullable String minor(String typed, String currency) {
        try {
            int digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
            BigDecimal amount = new BigDecimal(typed.replace(",", ""));
            return amount.signum() < 0 || amount.compareTo(BigDecimal.valueOf(MOST)) > 0
                    ? null
                    : Long.toString(amount.movePointRight(digits).longValueExact());
        } catch (IllegalArgumentException | ArithmeticException _) {
            return null;
        }
    }

    /** A rule as it was entered; groups within groups, which no form makes, are left out. */
    SegmentForm form(Segments.Segment segment) {
        Rule.Group top =
                segment.rule() instanceof Rule.Group group ? group : new Rule.Group(true, List.of(segment.rule()));
        List<Attributes.Attribute> known = attributes.all();
        List<GroupForm> groups = top.parts().stream()
                .map(part -> part instanceof Rule.Group group ? group : new Rule.Group(true, List.of(part)))
                .map(group -> new GroupForm(
                        group.all() ? "all" : "any",
                        group.parts().stream()
                                .filter(Rule.Test.class::isInstance)
                                .map(t -> condition((Rule.Test) t, known))
                                .toList()))
                .toList();
        return new SegmentForm(segment.name(), top.all() ? "all" : "any", groups, Long.toString(segment.version()));
    }

    private static ConditionForm condition(Rule.Test test, List<Attributes.Attribute> known) {
        boolean own = test.field() == Rule.Field.ATTRIBUTE;
        String value = test.value();
        if (test.field() == Rule.Field.SPENT) {
            int digits = Math.max(0, Currency.getInstance(test.currency()).getDefaultFractionDigits());
            value = BigDecimal.valueOf(Long.parseLong(value), digits).toPlainString();
        } else if (own
                && known.stream()
                        .anyMatch(a -> a.kind() == Rule.Kind.NUMBER
                                && a.id().toString().equals(test.attribute()))) {
            value = Attributes.decimal(Long.parseLong(value));
        }
        return new ConditionForm(
                own ? ATTRIBUTE + test.attribute() : test.field().name(),
                test.op().name(),
                value,
                test.currency());
    }
}
