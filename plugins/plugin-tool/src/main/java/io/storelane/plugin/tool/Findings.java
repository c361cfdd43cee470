package io.storelane.plugin.tool;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects findings. Of one code a hundred are kept: a jar full of one fault has one fault. */
final class Findings {
    private static final int OF_ONE_CODE = 100;
    private final Set<Finding> found = new LinkedHashSet<>();

    void add(Code code, String where, Object... values) {
        add(code.severity(), code, where, values);
    }

    void add(Severity severity, Code code, String where, Object... values) {
        if (found.stream().filter(f -> f.code() == code).count() >= OF_ONE_CODE) {
            return;
        }
        List<String> texts = new ArrayList<>();
        for (Object value : values) {
            texts.add(printable(String.valueOf(value)));
        }
        found.add(new Finding(severity, code, printable(where), texts));
    }

    boolean has(Code code) {
        return found.stream().anyMatch(f -> f.code() == code);
    }

    List<Finding> all() {
        return List.copyOf(found);
    }

    /** Names out of a jar end up on terminals and pages. */
    private static String printable(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() > 300 ? line.substring(0, 300) + "..." : line;
    }
}
