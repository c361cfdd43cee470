package io.storelane.plugin.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which classes of the server a plugin sees. Server and verifier read the same list, {@code visible.txt}. */
public final class HostPackages {
    private static final List<String> SHOWN = new ArrayList<>();
    private static final List<String> HIDDEN = new ArrayList<>();

    static {
        for (String line : Resources.lines("visible.txt")) {
            if (line.startsWith("-")) {
                HIDDEN.add(line.substring(1));
            } else {
                SHOWN.add(line);
            }
        }
    }

    private HostPackages() {}

    /** @param className with dots */
    public static boolean visible(String className) {
        return SHOWN.stream().anyMatch(className::startsWith) && HIDDEN.stream().noneMatch(className::startsWith);
    }

    /** Names that no plugin may have: modules of the server, and words that stand in its addresses. */
    public static Set<String> reservedIds() {
        return Set.copyOf(Resources.lines("reserved.txt"));
    }
}
