package io.storelane.plugin.tool;

import java.util.Locale;
import java.util.Set;

/** The tags of a template without what stands in the values of their attributes, each character at its place. */
final class Attributes {
    /** Their values name attributes themselves. */
    private static final Set<String> NAMING = Set.of(
            "th:attr", "th:attrappend", "th:attrprepend", "data-th-attr", "data-th-attrappend", "data-th-attrprepend");

    private final String text;
    private final StringBuilder left;
    private int at;

    private Attributes(String text) {
        this.text = text;
        this.left = new StringBuilder(text.length());
        text.chars().forEach(c -> left.append(c == '\n' ? '\n' : ' '));
    }

    /** So that a variable in an expression is not taken for an attribute. */
    static String withoutValues(String text) {
        Attributes attributes = new Attributes(text);
        while (attributes.at < text.length()) {
            if (text.charAt(attributes.at) == '<'
                    && attributes.at + 1 < text.length()
                    && Character.isLetter(text.charAt(attributes.at + 1))) {
                attributes.tag();
            } else {
                attributes.at++;
            }
        }
        return attributes.left.toString();
    }

    private void tag() {
        int name = at;
        while (at < text.length() && text.charAt(at) != '>') {
            char here = text.charAt(at);
            if ((here == '"' || here == '\'')
                    && text.substring(name, at).stripTrailing().endsWith("=")) {
                String attribute = text.substring(name, at).replace("=", "").strip();
                value(here, NAMING.contains(attribute.toLowerCase(Locale.ROOT)));
                name = at;
            } else {
                if (Character.isWhitespace(here) && !isAssigned(at)) {
                    name = at;
                }
                left.setCharAt(at++, here);
            }
        }
    }

    /** True for the space in {@code name = "value"}. */
    private boolean isAssigned(int space) {
        String behind =
                text.substring(space, Math.min(text.length(), space + 20)).stripLeading();
        return behind.startsWith("=")
                || text.substring(Math.max(0, space - 20), space)
                        .stripTrailing()
                        .endsWith("=");
    }

    private void value(char quote, boolean kept) {
        left.setCharAt(at, quote);
        int end = text.indexOf(quote, at + 1);
        end = end < 0 ? text.length() : end;
        if (kept) {
            left.replace(at, end, text.substring(at, end));
        }
        if (end < text.length()) {
            left.setCharAt(end, quote);
        }
        at = Math.min(end + 1, text.length());
    }
}
