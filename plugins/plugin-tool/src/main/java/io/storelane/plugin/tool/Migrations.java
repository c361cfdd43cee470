package io.storelane.plugin.tool;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The change sets of a jar: formatted SQL that only adds, listed in {@code db/changelog/master.yaml}. */
final class Migrations {
    static final String MASTER = "db/changelog/master.yaml";
    private static final Pattern LINE = Pattern.compile("\\s*(#.*|databaseChangeLog:|-\\s*include:)?\\s*");
    private static final Pattern INCLUDE = Pattern.compile(
            "\\s*-?\\s*(?:include:\\s*\\{\\s*)?file:\\s*['\"]?(db/changelog/[\\w./-]+\\.sql)['\"]?\\s*}?\\s*");
    /** They would make a change set run twice, half, or go on after an error. */
    private static final Pattern REFUSED = Pattern.compile(
            "(runOnChange|runAlways|runInTransaction|failOnError|splitStatements|endDelimiter|stripComments|dbms|context|contextFilter|labels)\\s*:",
            Pattern.CASE_INSENSITIVE);

    private Migrations() {}

    static void check(Archive archive, Optional<Archive> previous, Findings findings) {
        List<ChangeSet> sets = read(archive, findings);
        Tables tables = new Tables(findings);
        sets.forEach(tables::learn);
        Set<String> ids = new HashSet<>();
        for (ChangeSet set : sets) {
            Matcher refused = REFUSED.matcher(set.attributes());
            if (refused.find()) {
                findings.add(Code.MIGRATION_ATTRIBUTE, place(set), refused.group(1));
            }
            if (!ids.add(set.file() + " " + set.id())) {
                findings.add(Code.MIGRATION_CHANGED, place(set), set.id());
            }
            tables.check(set);
        }
        previous.ifPresent(p -> compare(read(p, new Findings()), sets, findings));
    }

    private static List<ChangeSet> read(Archive archive, Findings findings) {
        List<ChangeSet> sets = new ArrayList<>();
        if (!archive.has(MASTER)) {
            archive.names("db/", "").forEach(n -> findings.add(Code.MIGRATION_FILE_MISSING, n, MASTER));
            return sets;
        }
        int number = 0;
        for (String line : archive.text(MASTER).split("\\R", -1)) {
            number++;
            Matcher include = INCLUDE.matcher(line);
            if (include.matches()) {
                String file = include.group(1);
                if (archive.has(file)) {
                    sets.addAll(ChangeSet.read(file, archive.text(file), findings));
                } else {
                    findings.add(Code.MIGRATION_FILE_MISSING, MASTER + ":" + number, file);
                }
            } else if (!LINE.matcher(line).matches()) {
                findings.add(Code.MIGRATION_FORM, MASTER + ":" + number);
            }
        }
        return sets;
    }

    private static void compare(List<ChangeSet> before, List<ChangeSet> now, Findings findings) {
        Map<String, ChangeSet> known = new LinkedHashMap<>();
        now.forEach(s -> known.putIfAbsent(s.file() + " " + s.id(), s));
        for (ChangeSet old : before) {
            ChangeSet same = known.get(old.file() + " " + old.id());
            if (same == null || !same.words().equals(old.words())) {
                findings.add(Code.MIGRATION_CHANGED, place(same == null ? old : same), old.id());
            }
        }
    }

    private static String place(ChangeSet set) {
        return set.file() + ":" + set.line();
    }
}
