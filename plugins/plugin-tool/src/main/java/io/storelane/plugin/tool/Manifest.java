package io.storelane.plugin.tool;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code plugin.properties} of a jar.
 *
 * @param requires versions of the plugin API that will do
 * @param licence SPDX id
 * @param permissions that it defines: {@code <id>.view}
 * @param uses published services it asks for: {@code orders.read}
 * @param configuration name of its Spring configuration class; empty: it has none
 * @param basePackage of its own classes, as opposed to those of libraries within the jar
 */
public record Manifest(
        String id,
        Version version,
        VersionRange requires,
        List<Dependency> dependencies,
        String provider,
        String licence,
        String description,
        List<String> permissions,
        List<String> uses,
        String configuration,
        String basePackage) {
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    /** Whether a plugin may have this name, by its form: 2 to 30 small letters, digits, single dashes. */
    public static boolean isId(String text) {
        return text.length() >= 2 && text.length() <= 30 && ID.matcher(text).matches();
    }

    /** Of a list separated by commas. */
    static List<String> parts(String text) {
        return Stream.of(text.split(",", -1))
                .map(String::strip)
                .filter(p -> !p.isEmpty())
                .toList();
    }

    /** Whether the class is the plugin's own. */
    boolean owns(String className) {
        return className.startsWith(basePackage + ".");
    }
}
