package io.storelane.secret;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The master key, which seals the keys of the workspaces.
 *
 * @param key a random text of 32 characters or more; kept apart from the database
 * @param previousKeys those before it, until {@code rotate-secrets} has run
 */
@ConfigurationProperties("storelane.secret")
record SecretProperties(
        @DefaultValue("") String key, @DefaultValue List<String> previousKeys) {

    private static final int LEAST = 32;

    SecretProperties {
        if (key.length() < LEAST || previousKeys.stream().anyMatch(k -> k.length() < LEAST)) {
            throw new IllegalArgumentException("storelane.secret.key is a random text of at least " + LEAST
                    + " characters (openssl rand -base64 32), and so are those before it. Keep it as you keep passwords, and not"
                    + " beside the database: without it no stored secret can be read.");
        }
    }
}
