package io.storelane.plugin.tool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Says what is wrong with the jar of a plugin. No class of it is loaded, and no file is unpacked.
 *
 * <pre>{@code
 * Verification v = Verifier.verify(jar, Rules.standard());
 * if (!v.sound()) System.err.println(v.report(Locale.ENGLISH));
 * }</pre>
 */
public final class Verifier {

    /** The server puts {@code plugin.<id>.} in front of what stands here. */
    private static final Pattern SCHEMA = Pattern.compile("events/(?!plugin\\.)[a-z][a-z0-9_.-]{0,99}\\.json");

    private static final Pattern SIGNATURE = Pattern.compile("meta-inf/(sig-.*|[^/]*\\.(sf|rsa|dsa|ec))");

    private Verifier() {}

    /** Never throws because of what is in the jar. A file that cannot be read is a finding too. */
    public static Verification verify(Path jar, Rules rules) {
        Findings findings = new Findings();
        Archive archive = Archive.read(jar, rules.limits(), findings);
        if (!findings.all().isEmpty()) {
            // nothing else can be told of a jar that lies about what is in it
            return new Verification(Optional.empty(), findings.all());
        }
        checkEntries(archive, findings);
        Optional<Manifest> manifest = ManifestReader.read(archive, rules, findings);
        manifest.ifPresent(m -> ClassScan.scan(archive, m, api(rules, findings), findings));
        manifest.ifPresent(m -> checkEvents(archive, m, findings));
        manifest.ifPresent(m -> checkFolders(archive, m, findings));
        Migrations.check(archive, previous(rules, findings), findings);
        Bundles.check(archive, findings);
        Templates.check(archive, findings);
        return new Verification(manifest, findings.all());
    }

    private static void checkEntries(Archive archive, Findings findings) {
        for (String name : archive.names()) {
            String small = name.toLowerCase(Locale.ROOT);
            if (SIGNATURE.matcher(small).matches()) {
                findings.add(Code.JAR_SIGNED_INSIDE, name);
            }
            if (small.endsWith(".jar") || small.endsWith(".war") || small.endsWith(".zip")) {
                findings.add(Code.JAR_NESTED, name);
            }
        }
        String main = archive.text("META-INF/MANIFEST.MF").toLowerCase(Locale.ROOT);
        if (main.contains("class-path:") || main.contains("agent-class:") || main.contains("premain-class:")) {
            findings.add(Code.JAR_CLASS_PATH, "META-INF/MANIFEST.MF");
        }
    }

    /** Spring looks for beans below a folder, and a jar need not say that it has any. */
    private static void checkFolders(Archive archive, Manifest manifest, Findings findings) {
        String folder = manifest.basePackage().replace('.', '/') + "/";
        if (!manifest.configuration().isEmpty() && !archive.hasFolder(folder)) {
            findings.add(Code.JAR_NO_FOLDERS, folder);
        }
    }

    private static void checkEvents(Archive archive, Manifest manifest, Findings findings) {
        for (String schema : archive.names("events/", "")) {
            if (!SCHEMA.matcher(schema).matches()) {
                findings.add(Code.EVENT_NAME, schema, manifest.id());
            }
        }
    }

    private static Optional<Archive> previous(Rules rules, Findings findings) {
        return rules.previous().map(jar -> Archive.read(jar, rules.limits(), findings));
    }

    private static Optional<ApiMembers> api(Rules rules, Findings findings) {
        if (rules.apiJar().isEmpty()) {
            return rules.running().map(loader -> ApiMembers.running(loader, rules.apiVersion()));
        }
        try {
            return Optional.of(ApiMembers.read(rules.apiJar().get(), rules.apiVersion()));
        } catch (IOException e) {
            findings.add(Code.JAR_UNREADABLE, rules.apiJar().get().toString(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
