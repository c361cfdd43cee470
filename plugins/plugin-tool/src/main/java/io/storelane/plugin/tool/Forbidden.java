package io.storelane.plugin.tool;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What code of a plugin does not do, by the members it calls and the texts it holds. */
final class Forbidden {
    private static final Map<String, Code> MEMBERS = new HashMap<>();
    /** A plugin that may send SQL could take another role by it, or another tenant. */
    private static final Pattern ROLE = Pattern.compile(
            "set_config\\s*\\(|\\b(set|reset)\\s+((local|session)\\s+)?(role|session\\s+authorization|app\\.tenants?)\\b",
            Pattern.CASE_INSENSITIVE);

    static {
        for (String line : Resources.lines("forbidden.txt")) {
            String[] parts = line.split(" ", 2);
            MEMBERS.put(parts[1], Code.valueOf(parts[0]));
        }
    }

    private Forbidden() {}

    static Optional<Code> call(String owner, String name) {
        Code member = MEMBERS.get(owner + "." + name);
        return Optional.ofNullable(member != null ? member : MEMBERS.get(owner + ".*"));
    }

    /** A class cannot be what it may not make. */
    static Optional<Code> superclass(String name) {
        return switch (name) {
            case "java/lang/Thread" -> Optional.of(Code.CODE_THREAD);
            case "java/lang/ClassLoader", "java/net/URLClassLoader" -> Optional.of(Code.CODE_DEFINE);
            default -> Optional.empty();
        };
    }

    static boolean takesRole(String text) {
        return ROLE.matcher(text).find();
    }

    /**
     * Libraries within a jar do some things that a plugin's own code does not need; a reviewer looks at those.
     */
    static Severity severity(Code code, boolean own) {
        return switch (code) {
            case CODE_REFLECTION, CODE_LOADER, CODE_THREAD, CODE_GLOBAL, CODE_HIDDEN, CODE_NETWORK, CODE_DEFINE ->
                own ? Severity.ERROR : Severity.WARNING;
            default -> code.severity();
        };
    }
}
