package io.storelane.plugin.tool;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the verifier has to say about a jar.
 *
 * @param manifest what {@code plugin.properties} says; empty if there is none or it cannot be read
 */
public record Verification(Optional<Manifest> manifest, List<Finding> findings) {
    public Verification {
        findings = List.copyOf(findings);
    }

    /** Whether a server may take the jar. */
    public boolean sound() {
        return errors().isEmpty();
    }

    public List<Finding> errors() {
        return findings.stream().filter(f -> f.severity() == Severity.ERROR).toList();
    }

    /** All findings as lines for people, errors first. */
    public String report(Locale language) {
        return findings.stream()
                .sorted((a, b) -> a.severity().compareTo(b.severity()))
                .map(f -> f.line(language))
                .collect(Collectors.joining("\n"));
    }
}
