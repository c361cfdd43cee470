package io.storelane.plugin.api;

import java.util.Optional;

/**
 * Service {@code settings}: what the workspace has entered into the plugin's {@link SettingsForm}.
 *
 * <pre>{@code
 * long rate = settings.value("rate").map(Long::parseLong).orElse(1L);
 * }</pre>
 */
public interface Settings {

    /** The value of a field of the workspace for which the call is made; secrets are opened. */
    Optional<String> value(String name);
}
