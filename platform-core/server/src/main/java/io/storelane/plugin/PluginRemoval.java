package io.storelane.plugin;

import java.time.Instant;

/**
 * A plugin that is removed with its data, or was.
 *
 * @param begun when somebody wanted it
 * @param workspaces how many there were then
 * @param done of them
 * @param failed those of which its data could not be removed yet; they are tried again
 * @param state {@code running} or {@code done}
 * @param cause in English, why it goes on later; empty if nothing is wrong
 */
public record PluginRemoval(
        String id, String version, Instant begun, long workspaces, long done, long failed, String state, String cause) {

    boolean isRunning() {
        return state.equals("running");
    }
}
