package io.storelane.crm;

import java.util.List;

/** Who belongs to a segment: kept as data, see {@link RuleText}, and asked by {@link RuleQuery}. */
sealed interface Rule {

    /** True where all of them are, or any of them is. */
    record Group(boolean all, List<Rule> parts) implements Rule {
        public Group {
            parts = List.copyOf(parts);
        }
    }

    /**
     * True where this is so.
     *
     * @param field see {@link Field}
     * @param attribute id of the attribute if the field is one, else empty
     * @param value as it was typed and found to be right: a number, money in minor units, days, an id or a text
     * @param currency of money, else empty
     */
    record Test(Field field, String attribute, Op op, String value, String currency) implements Rule {}

    /** What is looked at. */
    enum Field {
        ORDERS(Kind.NUMBER),
        SPENT(Kind.MONEY),
        LAST_ORDER(Kind.DAYS),
        FIRST_ORDER(Kind.DAYS),
        SINCE(Kind.DAYS),
        TAG(Kind.TEXT),
        CITY(Kind.TEXT),
        CONSENT(Kind.CONSENT),
        CHANNEL(Kind.CHANNEL),
        ATTRIBUTE(Kind.TEXT);

        private final Kind kind;

        Field(Kind kind) {
            this.kind = kind;
        }

        /** Of an attribute, the attribute says more. */
        Kind kind() {
            return kind;
        }
    }

    /** What values are. */
    enum Kind {
        NUMBER(Op.AT_LEAST, Op.AT_MOST, Op.IS),
        MONEY(Op.AT_LEAST, Op.AT_MOST),
        DAYS(Op.WITHIN, Op.NOT_WITHIN),
        TEXT(Op.IS, Op.IS_NOT),
        CONSENT(Op.IS, Op.IS_NOT),
        CHANNEL(Op.IS, Op.IS_NOT),
        DATE(Op.FROM, Op.UNTIL, Op.IS),
        CHOICE(Op.IS, Op.IS_NOT);

        private final List<Op> ops;

        Kind(Op... ops) {
            this.ops = List.of(ops);
        }

        List<Op> ops() {
            return ops;
        }
    }

    /** How the value is looked at. */
    enum Op {
        AT_LEAST,
        AT_MOST,
        IS,
        IS_NOT,
        WITHIN,
        NOT_WITHIN,
        FROM,
        UNTIL
    }

    /** Groups of it within each other. */
    default int depth() {
        return this instanceof Group(boolean _, List<Rule> parts)
                ? 1 + parts.stream().mapToInt(Rule::depth).max().orElse(0)
                : 0;
    }

    /** Tests of it. */
    default int size() {
        return this instanceof Group(boolean _, List<Rule> parts)
                ? parts.stream().mapToInt(Rule::size).sum()
                : 1;
    }
}
