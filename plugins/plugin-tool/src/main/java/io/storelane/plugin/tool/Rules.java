package io.storelane.plugin.tool;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What a jar is held against.
 *
 * @param apiVersion version of the plugin API that is asked for by {@code plugin.requires}
 * @param apiJar the plugin API as a jar: members that a plugin uses are looked up there; empty: they are not
 * @param running the plugin API of a server that is about to run the jar: what it has not got is no warning there, but refused
 * @param previous the release before, whose change sets must not have changed; empty: there was none
 * @param reservedIds names no plugin may have
 */
public record Rules(
        Version apiVersion,
        Optional<Path> apiJar,
        Optional<ClassLoader> running,
        Optional<Path> previous,
        Set<String> reservedIds,
        Limits limits) {

    /**
     * @param jarBytes of the file
     * @param entries in the jar
     * @param entryBytes of one entry, unpacked
     * @param unpackedBytes of all entries, unpacked
     */
    public record Limits(long jarBytes, int entries, long entryBytes, long unpackedBytes) {}

    /** Those of this version of Storelane. */
    public static Rules standard() {
        String version = Resources.lines("tool.properties").getFirst().substring("version=".length());
        Version api = Version.of(version.replace("-SNAPSHOT", "")).orElseThrow();
        Limits limits = new Limits(50L << 20, 20_000, 20L << 20, 200L << 20);
        return new Rules(api, Optional.empty(), Optional.empty(), Optional.empty(), HostPackages.reservedIds(), limits);
    }

    public Rules withApiVersion(Version version) {
        return new Rules(version, apiJar, running, previous, reservedIds, limits);
    }

    public Rules withApiJar(Path jar) {
        return new Rules(apiVersion, Optional.of(jar), running, previous, reservedIds, limits);
    }

    /** Looks members of the API up where this loader finds them. */
    public Rules withRunning(ClassLoader loader) {
        return new Rules(apiVersion, apiJar, Optional.of(loader), previous, reservedIds, limits);
    }

    public Rules withPrevious(Path jar) {
        return new Rules(apiVersion, apiJar, running, Optional.of(jar), reservedIds, limits);
    }

    public Rules withLimits(Limits other) {
        return new Rules(apiVersion, apiJar, running, previous, reservedIds, other);
    }
}
