package io.storelane.plugin;

import java.util.List;
import java.util.UUID;

/** An installed plugin and what each server runs of it. */
public record PluginState(String id, String version, List<Server> servers) {

    /**
     * @param state {@code running}, {@code failed} or {@code stuck}
     * @param cause in English; empty if it runs
     */
    public record Server(UUID process, String version, String state, String cause) {}
}
