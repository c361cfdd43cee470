package io.storelane.plugin.tool;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What statements of a plugin's change sets may do: add tables of tenants, columns, indexes; nothing else. */
final class Tables {
    private static final Pattern FOREIGN =
            Pattern.compile("core|platform|infra|public|pg_catalog|information_schema|pg_temp|plugin_\\w+");

    private final Findings findings;
    private final Set<String> own = new HashSet<>();

    Tables(Findings findings) {
        this.findings = findings;
    }

    /** The tables that it makes: others are not the plugin's. */
    void learn(ChangeSet set) {
        for (Sql.Statement s : set.statements()) {
            if (s.says(0, "create", "table")) {
                own.add(s.at(skip(s, 2, "if", "not", "exists")));
            }
        }
    }

    void check(ChangeSet set) {
        Set<String> unforced = new HashSet<>();
        for (Sql.Statement s : set.statements()) {
            Checked checked = new Checked(set.file() + ":" + s.line(), s);
            if (checked.namesSchema()) {
                continue;
            }
            checked.statement(unforced);
        }
        for (String table : unforced) {
            // left open, the owner would be let past the wall by the next change set
            findings.add(Code.DATA_FORCED, set.file() + ":" + set.line(), table);
        }
    }

    private static int skip(Sql.Statement s, int at, String... words) {
        return s.says(at, words) ? at + words.length : at;
    }

    private final class Checked {
        private final String where;
        private final Sql.Statement s;

        Checked(String where, Sql.Statement s) {
            this.where = where;
            this.s = s;
        }

        boolean namesSchema() {
            for (int i = 0; i + 1 < s.size(); i++) {
                if (s.at(i + 1).equals(".") && FOREIGN.matcher(s.at(i)).matches()) {
                    boolean key = i > 0 && s.at(i - 1).equals("references");
                    findings.add(key ? Code.FOREIGN_KEY : Code.SCHEMA_NAMED, where, s.at(i) + "." + s.at(i + 2));
                    return true;
                }
            }
            return false;
        }

        void statement(Set<String> unforced) {
            if (s.says(0, "create", "table")) {
                createTable();
            } else if (s.says(0, "create", "index") || s.says(0, "create", "unique", "index")) {
                createIndex();
            } else if (s.says(0, "alter", "table")) {
                alterTable(unforced);
            } else if (s.says(0, "insert", "into") || s.says(0, "update") || s.says(0, "delete", "from")) {
                data(unforced);
            } else if (s.at(0).equals("truncate")
                    || (s.at(0).equals("drop") && !s.at(1).equals("index"))) {
                findings.add(Code.CONTRACTS, where, s.at(0) + " " + s.at(1) + " " + s.at(2));
            } else if (!s.says(0, "comment", "on") && !s.says(0, "drop", "index")) {
                forbidden(s.at(0) + " " + s.at(1));
            }
        }

        private void forbidden(String what) {
            findings.add(Code.STATEMENT_FORBIDDEN, where, what.strip());
        }

        private void data(Set<String> unforced) {
            int at = s.at(0).equals("update") ? skip(s, 1, "only") : skip(s, 2, "only");
            if (!unforced.contains(s.at(at))) {
                findings.add(Code.DATA_FORCED, where, s.at(at));
            }
        }

        private void createTable() {
            int at = skip(s, 2, "if", "not", "exists");
            String table = s.at(at);
            if (!s.at(at + 1).equals("(") || s.closing(at + 1) < s.size() - 1) {
                forbidden("create table " + table + " ... " + s.at(s.closing(at + 1) + 1));
                return;
            }
            boolean tenant = false;
            boolean key = false;
            for (Sql.Statement part : s.from(at + 2, s.closing(at + 1)).parts()) {
                tenant |= part.says(0, "tenant_id", "uuid") && part.contains("not", "null");
                key |= part.contains("primary", "key");
                part(table, part);
            }
            if (!tenant) {
                findings.add(Code.TABLE_TENANT, where, table);
            }
            if (!key) {
                findings.add(Code.TABLE_KEY, where, table, "primary key");
            }
        }

        /** A column or a constraint. */
        private void part(String table, Sql.Statement part) {
            int at = part.at(0).equals("constraint") ? 2 : 0;
            switch (part.at(at)) {
                case "primary" -> key(table, part, at + 2, "primary key");
                case "unique" -> key(table, part, at + 1, "unique");
                case "foreign" -> foreignKey(table, part, at + 2);
                case "check" -> {}
                case "like", "exclude" -> forbidden(part.at(at));
                default -> column(table, part);
            }
        }

        private void column(String table, Sql.Statement part) {
            if (part.contains("primary", "key") || part.contains("unique")) {
                findings.add(Code.TABLE_KEY, where, table, part.at(0));
            }
            if (part.contains("references")) {
                findings.add(Code.FOREIGN_KEY, where, table + "." + part.at(0));
            }
        }

        private void key(String table, Sql.Statement part, int open, String kind) {
            int at = part.at(open).equals("nulls") ? open + (part.at(open + 1).equals("not") ? 3 : 2) : open;
            if (part.at(at).equals("using")) {
                forbidden(kind + " using index");
            } else if (!part.from(at, part.closing(at)).contains("tenant_id")) {
                findings.add(Code.TABLE_KEY, where, table, kind);
            }
        }

        private void foreignKey(String table, Sql.Statement part, int open) {
            int references = part.closing(open) + 1;
            boolean tenant = part.from(open, references).contains("tenant_id");
            if (!tenant || !own.contains(part.at(references + 1))) {
                findings.add(Code.FOREIGN_KEY, where, table + " -> " + part.at(references + 1));
            }
        }

        private void createIndex() {
            int on = 0;
            while (on < s.size() && !s.at(on).equals("on")) {
                on++;
            }
            if (s.contains("concurrently")) {
                forbidden("create index concurrently");
            }
            int at = skip(s, on + 1, "only");
            int open = at + 1;
            while (open < s.size() && !s.at(open).equals("(")) {
                open++;
            }
            if (!s.at(open + 1).equals("tenant_id")) {
                findings.add(Code.INDEX_TENANT, where, s.at(at));
            }
        }

        private void alterTable(Set<String> unforced) {
            int at = skip(s, skip(s, 2, "if", "exists"), "only");
            String table = s.at(at);
            for (Sql.Statement action : s.from(at + 1, s.size()).parts()) {
                if (action.says(0, "no", "force", "row", "level", "security")) {
                    unforced.add(table);
                } else if (action.says(0, "force", "row", "level", "security")) {
                    unforced.remove(table);
                } else {
                    alter(table, action);
                }
            }
        }

        private void alter(String table, Sql.Statement action) {
            switch (action.at(0)) {
                case "add" -> add(table, action);
                case "alter" -> {
                    int verb = skip(action, 1, "column") + 1;
                    boolean loosens = action.says(verb, "set", "default")
                            || action.says(verb, "drop", "default")
                            || action.says(verb, "drop", "not", "null")
                            || action.says(verb, "set", "statistics");
                    if (!loosens) {
                        findings.add(Code.CONTRACTS, where, "alter table " + table + " alter " + action.at(verb - 1));
                    }
                }
                case "drop" -> {
                    if (!action.at(1).equals("constraint")) {
                        findings.add(Code.CONTRACTS, where, "alter table " + table + " drop " + action.at(1));
                    }
                }
                case "rename" -> findings.add(Code.CONTRACTS, where, "alter table " + table + " rename");
                case "validate" -> {}
                default -> forbidden("alter table " + table + " " + action.at(0) + " " + action.at(1));
            }
        }

        private void add(String table, Sql.Statement action) {
            int at = skip(action, skip(action, 1, "column"), "if", "not", "exists");
            Sql.Statement part = action.from(at, action.size());
            boolean constraint = Set.of("constraint", "primary", "unique", "foreign", "check", "exclude")
                    .contains(part.at(0));
            boolean needed = part.contains("not", "null") && !part.contains("default") && !part.contains("generated");
            if (!constraint && needed) {
                findings.add(Code.CONTRACTS, where, "alter table " + table + " add " + part.at(0) + " not null");
            }
            part(table, part);
        }
    }
}
