package io.storelane.plugin.tool;

import java.util.regex.Pattern;

/** Whose a package is. */
final class Ownership {
    private static final String SERVER = "io.storelane";

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+");

    private Ownership() {}

    /** Whether a plugin may own it. */
    static boolean isFree(String packageName) {
        return FORM.matcher(packageName).matches() && !isServers(packageName);
    }

    /** Whether the server's own classes are there, or those that plugins see of it. */
    static boolean isServers(String packageName) {
        return HostPackages.visible(packageName + ".") || packageName.equals(SERVER) || isModule(packageName);
    }

    private static boolean isModule(String packageName) {
        if (!packageName.startsWith(SERVER + ".")) {
            return false;
        }
        String[] parts = packageName.substring(SERVER.length() + 1).split("\\.", -1);
        return HostPackages.reservedIds().contains(parts[0]);
    }
}
