package io.storelane.plugin.tool;

import java.util.Map;
import java.util.TreeMap;

/** Services that a server hands out to plugins. Server and verifier read the same list, {@code uses.txt}. */
public final class HostServices {
    private static final Map<String, String> INTERFACES = new TreeMap<>();

    static {
        for (String line : Resources.lines("uses.txt")) {
            String[] parts = line.split(" ", 2);
            INTERFACES.put(parts[0], parts[1]);
        }
    }

    private HostServices() {}

    /** Names as {@code plugin.uses} names them, each with the interface of the plugin API that it is. */
    public static Map<String, String> all() {
        return Map.copyOf(INTERFACES);
    }
}
