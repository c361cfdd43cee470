package io.storelane.api;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys of the API.
 *
 * @param pepper secret of the installation that goes into what is stored of each key, 32 characters or more; another one makes
 *     all keys useless
 */
@ConfigurationProperties("storelane.api")
record ApiProperties(@DefaultValue("") String pepper) {

    private static final int LEAST = 32;

    ApiProperties {
        if (pepper.length() < LEAST) {
            throw new IllegalArgumentException("storelane.api.pepper is a secret of at least " + LEAST
                    + " characters; keep it as you keep passwords.");
        }
    }
}
