package io.storelane.plugin;

import java.util.List;

/**
 * An installed plugin as a workspace sees it.
 *
 * @param permissions that it brings
 * @param uses services that it asks for
 * @param needs plugins that it cannot do without
 * @param hasSettings true if there is something to set up
 * @param warnings what the verifier found and let pass, a sentence each
 * @param news what is new in this release, in the words of its author; may be empty
 * @param crashes if it is off for them: servers that ended while it was at work, else 0
 * @param state {@code running}, {@code failed} or {@code stuck}
 */
public record PluginView(
        String id,
        String version,
        String name,
        String description,
        String provider,
        String license,
        List<String> permissions,
        List<String> uses,
        List<String> needs,
        boolean enabled,
        boolean hasSettings,
        String state,
        String cause,
        int crashes,
        List<String> warnings,
        String news) {}
