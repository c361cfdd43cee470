package io.storelane.plugin;

import java.time.Instant;

/**
 * Something that happened to a plugin on this platform.
 *
 * @param action {@code installed}, {@code upgraded}, {@code reverted}, {@code crashed}, {@code quarantined}, {@code removed},
 *     {@code removed-with-data}
 * @param actor who wanted it; {@code server} if nobody did
 * @param cause in English; empty where there is none
 */
public record PluginEntry(Instant at, String action, String version, String actor, String cause) {}
