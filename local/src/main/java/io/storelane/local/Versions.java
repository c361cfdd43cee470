package io.storelane.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** Versions the build wrote into this module. */
final class Versions {
    private Versions() {}

    static String keycloak() {
        var properties = new Properties();
        try (var in = Objects.requireNonNull(Versions.class.getResourceAsStream("/versions.properties"))) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Objects.requireNonNull(properties.getProperty("keycloak"));
    }
}
