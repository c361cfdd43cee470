package io.storelane.plugin.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A change set of a formatted SQL file.
 *
 * @param id author and id, divided by a colon
 * @param line of its head
 */
record ChangeSet(String file, String id, String attributes, String sql, int line) {
    private static final Pattern HEAD =
            Pattern.compile("\\s*--\\s*changeset\\s+(\\S+:\\S+)(.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern FORMAT =
            Pattern.compile("\\s*--\\s*liquibase\\s+formatted\\s+sql\\b.*", Pattern.CASE_INSENSITIVE);

    /** Those of a file; what stands before the first makes a finding. */
    static List<ChangeSet> read(String file, String text, Findings findings) {
        List<ChangeSet> all = new ArrayList<>();
        String[] lines = text.split("\\R", -1);
        if (!FORMAT.matcher(lines[0]).matches()) {
            findings.add(Code.MIGRATION_FORM, file);
            return all;
        }
        int head = -1;
        StringBuilder body = new StringBuilder();
        for (int i = 1; i <= lines.length; i++) {
            boolean next = i == lines.length || HEAD.matcher(lines[i]).matches();
            if (next && head >= 0) {
                Matcher m = HEAD.matcher(lines[head]);
                if (m.matches()) {
                    all.add(new ChangeSet(file, m.group(1), m.group(2).strip(), body.toString(), head + 1));
                }
            } else if (next
                    && !body.toString().isBlank()
                    && !Sql.statements(body.toString(), 1).isEmpty()) {
                findings.add(Code.MIGRATION_FORM, file);
            }
            if (next) {
                head = i;
                body.setLength(0);
            } else {
                body.append(lines[i]).append('\n');
            }
        }
        return all;
    }

    List<Sql.Statement> statements() {
        return Sql.statements(sql, line + 1);
    }

    /** What counts of it: comments and white space may change. */
    List<String> words() {
        return statements().stream()
                .flatMap(s -> s.words().stream().map(Sql.Word::text))
                .toList();
    }
}
