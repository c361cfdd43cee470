package io.storelane.plugin;

import io.storelane.plugin.tool.HostPackages;
import io.storelane.problem.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.pf4j.DefaultVersionManager;
import org.pf4j.PluginDependency;

/**
 * What a plugin says of itself in {@code plugin.properties}.
 *
 * @param requires range of versions of the plugin API
 * @param permissions those that it defines
 * @param uses published services that it is handed out
 * @param configuration class with {@code @Configuration}; empty if it has none
 * @param basePackage package of its classes
 */
record PluginManifest(
        String id,
        String version,
        String requires,
        List<PluginDependency> dependencies,
        String provider,
        String license,
        String description,
        List<String> permissions,
        List<String> uses,
        String configuration,
        String basePackage) {

    static final String FILE = "plugin.properties";

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern PACKAGE = Pattern.compile("[a-z_][a-z0-9_]*(\\.[a-z_][a-z0-9_]*)+");
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9.-]{1,60}");
    private static final DefaultVersionManager VERSIONS = new DefaultVersionManager();

    /** True for what may be the id of a plugin. */
    static boolean isId(String text) {
        return ID.matcher(text).matches() && text.length() >= 2 && text.length() <= 30;
    }

    /** @throws ProblemException that names the value which is missing or wrong */
    static PluginManifest of(Properties values) {
        String id = values.getProperty("plugin.id", "").strip();
        String version = values.getProperty("plugin.version", "").strip();
        Reader reader = new Reader(values, id.isEmpty() ? "?" : id, version.isEmpty() ? "?" : version);
        reader.value("plugin.id", PluginManifest::isId);
        if (HostPackages.reservedIds().contains(id)) {
            throw new ProblemException(PluginProblem.RESERVED, id, version);
        }
        reader.value("plugin.version", v -> holds("*", v));
        List<PluginDependency> dependencies = words(values.getProperty("plugin.dependencies", "")).stream()
                .map(PluginDependency::new)
                .toList();
        PluginManifest manifest = new PluginManifest(
                id,
                version,
                reader.value("plugin.requires", v -> !v.equals("*") && isRange(v)),
                dependencies,
                reader.value("plugin.provider", v -> !v.isEmpty() && v.length() <= 100),
                reader.value("plugin.license", v -> !v.isEmpty() && v.length() <= 100),
                reader.value("plugin.description", v -> !v.isEmpty() && v.length() <= 500),
                words(values.getProperty("plugin.permissions", "")),
                words(values.getProperty("plugin.uses", "")),
                values.getProperty("plugin.configuration", "").strip(),
                reader.value(
                        "plugin.packages", v -> PACKAGE.matcher(v).matches() && !v.startsWith("io.storelane.plugin.")));
        for (PluginDependency dependency : dependencies) {
            reader.check(
                    "plugin.dependencies",
                    isRange(dependency.getPluginVersionSupport())
                            && ID.matcher(dependency.getPluginId()).matches());
        }
        for (String permission : manifest.permissions()) {
            reader.check(
                    "plugin.permissions",
                    permission.startsWith(id + ".") && WORD.matcher(permission).matches());
        }
        String configuration = manifest.configuration();
        reader.check(
                "plugin.configuration",
                configuration.isEmpty() || configuration.startsWith(manifest.basePackage() + "."));
        return manifest;
    }

    private record Reader(Properties values, String id, String version) {

        String value(String key, Predicate<String> good) {
            String value = values.getProperty(key, "").strip();
            check(key, good.test(value));
            return value;
        }

        void check(String key, boolean good) {
            if (!good) {
                throw new ProblemException(PluginProblem.MANIFEST, id, version, key, values.getProperty(key, ""));
            }
        }
    }

    private static List<String> words(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static boolean isRange(String text) {
        return !text.isEmpty() && (holds(text, "1.0.0") || !fails(text));
    }

    private static boolean fails(String range) {
        try {
            VERSIONS.checkVersionConstraint("1.0.0", range);
            return false;
        } catch (RuntimeException _) {
            return true;
        }
    }

    /** True if the version lies in the range; false too if one of them is none. */
    static boolean holds(String range, String version) {
        try {
            return VERSIONS.compareVersions(version, version) == 0 && VERSIONS.checkVersionConstraint(version, range);
        } catch (RuntimeException _) {
            return false;
        }
    }

    boolean isNewerThan(String other) {
        return VERSIONS.compareVersions(version, other) > 0;
    }

    /** Path of its pages below a workspace. */
    String path() {
        return "/p/" + id;
    }
}
