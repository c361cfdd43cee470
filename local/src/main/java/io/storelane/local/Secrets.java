package io.storelane.local;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Properties;

/** Passwords of one home, drawn once and kept in a file that only its owner reads. */
final class Secrets {
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    private static final List<String> NAMES = List.of(
            "postgres",
            "keycloak-db",
            "storelane_app",
            "storelane_owner",
            "storelane_infra",
            "plugin_owner",
            "keycloak-admin",
            "client",
            "admin-client",
            "api-pepper",
            "secret-key",
            "operator-token");

    private final Properties values;

    private Secrets(Properties values) {
        this.values = values;
    }

    static Secrets of(Path home) {
        Path file = home.resolve("secrets.properties");
        Properties values = new Properties();
        try {
            if (Files.exists(file)) {
                try (Reader in = Files.newBufferedReader(file)) {
                    values.load(in);
                }
            }
            SecureRandom random = new SecureRandom();
            boolean changed = false;
            for (String name : NAMES) {
                if (values.getProperty(name) == null) {
                    values.setProperty(name, draw(random));
                    changed = true;
                }
            }
            if (changed) {
                Path next = home.resolve("secrets.properties.new");
                Files.deleteIfExists(next);
                Files.createFile(
                        next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                try (Writer out = Files.newBufferedWriter(next)) {
                    values.store(out, "Passwords of the local stack");
                }
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new LocalFailure("Cannot keep the passwords in " + file + ": " + e.getMessage(), e);
        }
        return new Secrets(values);
    }

    String get(String name) {
        String value = values.getProperty(name);
        if (value == null) {
            throw new IllegalArgumentException(name);
        }
        return value;
    }

    private static String draw(SecureRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 32; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
