package io.storelane.plugin.api;

import java.util.Optional;

/**
 * Service {@code secrets}: passwords and tokens of the workspace that the plugin keeps, sealed with a key of the workspace (envelope
 * encryption). For those that people type use {@link SettingsForm}. Joins a transaction of the plugin.
 *
 * <pre>{@code
 * vault.keep("access-token", token.value());
 * }</pre>
 */
public interface Vault {

    /** Keeps a secret in the place of the one before. @param name 1 to 100 characters @param value at most 8,000 characters */
    void keep(String name, String value);

    /** The secret, opened. */
    Optional<String> open(String name);

    /** Forgets it for good; nothing happens if there is none. */
    void forget(String name);
}
