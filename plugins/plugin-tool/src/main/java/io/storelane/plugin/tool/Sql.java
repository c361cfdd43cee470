package io.storelane.plugin.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Splits SQL of PostgreSQL into statements of words: as much of its grammar as is needed to see where texts and comments end. */
final class Sql {
    /**
     * @param text small letters, except within quotes; of a text its quotes too
     * @param line from 1
     */
    record Word(String text, int line) {}

    /** What stands between two semicolons. */
    record Statement(List<Word> words) {
        int line() {
            return words.getFirst().line();
        }

        String at(int i) {
            return i < words.size() ? words.get(i).text() : "";
        }

        /** Whether these words stand there. */
        boolean says(int from, String... expected) {
            for (int i = 0; i < expected.length; i++) {
                if (!at(from + i).equals(expected[i])) {
                    return false;
                }
            }
            return true;
        }

        Statement from(int start, int end) {
            return new Statement(words.subList(Math.min(start, words.size()), Math.min(end, words.size())));
        }

        int size() {
            return words.size();
        }

        /** The bracket that closes the one at {@code open}. */
        int closing(int open) {
            int depth = 0;
            for (int i = open; i < size(); i++) {
                depth += at(i).equals("(") ? 1 : at(i).equals(")") ? -1 : 0;
                if (depth == 0) {
                    return i;
                }
            }
            return size();
        }

        /** Parts between commas that are in no brackets. */
        List<Statement> parts() {
            List<Statement> parts = new ArrayList<>();
            int depth = 0;
            int start = 0;
            for (int i = 0; i <= size(); i++) {
                depth += at(i).equals("(") ? 1 : at(i).equals(")") ? -1 : 0;
                if (i == size() || (depth == 0 && at(i).equals(","))) {
                    if (i > start) {
                        parts.add(from(start, i));
                    }
                    start = i + 1;
                }
            }
            return parts;
        }

        boolean contains(String... run) {
            for (int i = 0; i < size(); i++) {
                if (says(i, run)) {
                    return true;
                }
            }
            return false;
        }
    }

    private final String text;
    private final List<Statement> statements = new ArrayList<>();
    private List<Word> words = new ArrayList<>();
    private int at;
    private int line;

    private Sql(String text, int line) {
        this.text = text;
        this.line = line;
    }

    /** @param line of the first character */
    static List<Statement> statements(String text, int line) {
        Sql sql = new Sql(text, line);
        while (sql.at < text.length()) {
            sql.next();
        }
        sql.end();
        return sql.statements;
    }

    private void end() {
        if (!words.isEmpty()) {
            statements.add(new Statement(words));
            words = new ArrayList<>();
        }
    }

    private void next() {
        char c = text.charAt(at);
        if (c == ';') {
            end();
            at++;
        } else if (Character.isWhitespace(c)) {
            skipTo(at + 1);
        } else if (text.startsWith("--", at)) {
            skipTo(indexOr("\n", at));
        } else if (text.startsWith("/*", at)) {
            skipTo(endOfComment());
        } else if (c == '\'') {
            boolean escapes = at > 0 && Character.toLowerCase(text.charAt(at - 1)) == 'e';
            add(endOfQuote('\'', escapes));
        } else if (c == '"') {
            int close = endOfQuote('"', false);
            words.add(new Word(text.substring(at + 1, Math.max(at + 1, close - 1)), line));
            skipTo(close);
        } else if (c == '$' && dollar() > 0) {
            String mark = text.substring(at, dollar());
            add(Math.min(text.length(), indexOr(mark, dollar()) + mark.length()));
        } else if (Character.isLetterOrDigit(c) || c == '_') {
            int end = at;
            while (end < text.length()
                    && (Character.isLetterOrDigit(text.charAt(end)) || "_$".indexOf(text.charAt(end)) >= 0)) {
                end++;
            }
            words.add(new Word(text.substring(at, end).toLowerCase(Locale.ROOT), line));
            at = end;
        } else {
            words.add(new Word(String.valueOf(c), line));
            at++;
        }
    }

    private void add(int end) {
        words.add(new Word(text.substring(at, end), line));
        skipTo(end);
    }

    private void skipTo(int end) {
        for (; at < end; at++) {
            line += text.charAt(at) == '\n' ? 1 : 0;
        }
    }

    private int indexOr(String sought, int from) {
        int found = text.indexOf(sought, from);
        return found < 0 ? text.length() : found;
    }

    /** Comments of PostgreSQL nest. */
    private int endOfComment() {
        int depth = 0;
        for (int i = at; i < text.length(); i++) {
            if (text.startsWith("/*", i)) {
                depth++;
                i++;
            } else if (text.startsWith("*/", i)) {
                depth--;
                i++;
            }
            if (depth == 0) {
                return i + 1;
            }
        }
        return text.length();
    }

    private int endOfQuote(char quote, boolean escapes) {
        for (int i = at + 1; i < text.length(); i++) {
            if (escapes && text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == quote) {
                if (i + 1 < text.length() && text.charAt(i + 1) == quote) {
                    i++;
                } else {
                    return i + 1;
                }
            }
        }
        return text.length();
    }

    /** Behind {@code $mark$}, or 0 if none begins here. */
    private int dollar() {
        int i = at + 1;
        while (i < text.length() && (Character.isLetterOrDigit(text.charAt(i)) || text.charAt(i) == '_')) {
            i++;
        }
        boolean mark = i < text.length() && text.charAt(i) == '$' && !Character.isDigit(text.charAt(at + 1));
        return mark ? i + 1 : 0;
    }
}
