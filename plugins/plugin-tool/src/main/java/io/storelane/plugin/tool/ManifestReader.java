package io.storelane.plugin.tool;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads {@code plugin.properties} and says what is wrong with it. */
final class ManifestReader {
    static final String FILE = "plugin.properties";
    private static final List<String> NEEDED =
            List.of("id", "version", "requires", "provider", "license", "description", "packages");
    private static final Set<String> KNOWN = Set.of(
            "id",
            "version",
            "requires",
            "provider",
            "license",
            "description",
            "packages",
            "dependencies",
            "permissions",
            "uses",
            "configuration",
            "class");
    private static final Pattern PERMISSION = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)+");
    private static final Pattern USE = Pattern.compile("[a-z][a-z-]*(\\.[a-z][a-z-]*)?");

    private final Map<String, String> values;
    private final Findings findings;

    private ManifestReader(Map<String, String> values, Findings findings) {
        this.values = values;
        this.findings = findings;
    }

    static Optional<Manifest> read(Archive archive, Rules rules, Findings findings) {
        if (!archive.has(FILE)) {
            findings.add(Code.MANIFEST_MISSING, FILE);
            return Optional.empty();
        }
        return new ManifestReader(parse(archive.text(FILE), findings), findings).manifest(rules);
    }

    private static Map<String, String> parse(String text, Findings findings) {
        Map<String, String> values = new TreeMap<>();
        try {
            KeyValues.of(new StringReader(text), (key, value) -> {
                if (values.put(key, value.strip()) != null) {
                    findings.add(Code.MANIFEST_KEY_TWICE, FILE, key);
                }
            });
        } catch (IOException | IllegalArgumentException e) {
            findings.add(Code.MANIFEST_MISSING, FILE);
        }
        return values;
    }

    private String get(String key) {
        return values.getOrDefault("plugin." + key, "");
    }

    private Optional<Manifest> manifest(Rules rules) {
        values.keySet().stream()
                .filter(k -> !k.startsWith("plugin.") || !KNOWN.contains(k.substring("plugin.".length())))
                .forEach(k -> findings.add(Code.MANIFEST_KEY_UNKNOWN, FILE, k));
        NEEDED.stream()
                .filter(k -> get(k).isEmpty())
                .forEach(k -> findings.add(Code.MANIFEST_KEY_MISSING, FILE, "plugin." + k));
        checkId(rules);
        Optional<Version> version = Version.of(get("version"));
        if (version.isEmpty() && !get("version").isEmpty()) {
            findings.add(Code.VERSION_FORM, FILE, get("version"));
        }
        Optional<VersionRange> requires = requires(rules.apiVersion());
        List<String> wrong = new ArrayList<>();
        List<Dependency> dependencies = Dependency.list(get("dependencies"), wrong);
        wrong.forEach(d -> findings.add(Code.DEPENDENCY_FORM, FILE, d));
        if (!get("license").isEmpty() && !Resources.lines("licences.txt").contains(get("license"))) {
            findings.add(Code.LICENCE_UNKNOWN, FILE, get("license"));
        }
        if (version.isEmpty() || requires.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Manifest(
                get("id"),
                version.get(),
                requires.get(),
                dependencies,
                get("provider"),
                get("license"),
                get("description"),
                permissions(),
                uses(),
                get("configuration"),
                basePackage()));
    }

    private void checkId(Rules rules) {
        String id = get("id");
        if (!id.isEmpty() && !Manifest.isId(id)) {
            findings.add(Code.ID_FORM, FILE, id);
        }
        if (rules.reservedIds().contains(id)) {
            findings.add(Code.ID_RESERVED, FILE, id);
        }
    }

    private Optional<VersionRange> requires(Version api) {
        Optional<VersionRange> range = VersionRange.of(get("requires"));
        boolean any = get("requires").equals("*");
        if (any || (range.isEmpty() && !get("requires").isEmpty())) {
            findings.add(Code.REQUIRES_FORM, FILE, get("requires"));
        }
        range.filter(r -> !r.contains(api))
                .ifPresent(r -> findings.add(Code.REQUIRES_NOT_MET, FILE, get("id"), get("version"), r, api));
        return range;
    }

    private List<String> permissions() {
        List<String> all = Manifest.parts(get("permissions"));
        all.stream()
                .filter(p -> !PERMISSION.matcher(p).matches() || !p.startsWith(get("id") + "."))
                .forEach(p -> findings.add(Code.PERMISSION_FORM, FILE, p, get("id")));
        return all;
    }

    private List<String> uses() {
        List<String> all = Manifest.parts(get("uses"));
        all.stream().filter(u -> !USE.matcher(u).matches()).forEach(u -> findings.add(Code.USE_UNKNOWN, FILE, u));
        return all;
    }

    private String basePackage() {
        String name = get("packages");
        if (!name.isEmpty() && !Ownership.isFree(name)) {
            findings.add(Code.PACKAGE_FORM, FILE, name);
        }
        String configuration = get("configuration");
        if (!configuration.isEmpty() && !configuration.startsWith(name + ".")) {
            findings.add(Code.CONFIGURATION_MISSING, FILE, configuration);
        }
        return name;
    }
}
