package io.storelane.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * What makes {@code ./run} take plugins of this machine: a key pair and the operators' token, drawn once, in the folder {@code plugin} of
 * its home. {@code plugin-tool dev --home} reads them there.
 */
final class PluginDevelopment {
    private static final String KEY = "plugin.key";
    private static final String OPEN = "plugin.pub";
    private static final String TOKEN = "operator.token";

    private PluginDevelopment() {}

    /** Settings of a server that takes them. */
    static Map<String, String> settings(Path root, Path home) throws IOException {
        Path folder = home.resolve("plugin");
        Files.createDirectories(folder);
        if (!Files.exists(folder.resolve(OPEN))) {
            draw(folder);
        }
        String[] open = Files.readString(folder.resolve(OPEN)).strip().split(" ", 3);
        return Map.of(
                "STORELANE_PLUGIN_KEYS_" + open[1].toUpperCase(Locale.ROOT),
                open[2],
                "STORELANE_PLUGIN_OPERATORTOKEN",
                Files.readString(folder.resolve(TOKEN)).strip(),
                "STORELANE_DEVELOPER_REPOSITORY",
                root.resolve("plugins/plugin-repository/target/maven")
                        .toAbsolutePath()
                        .toString());
    }

    private static void draw(Path folder) throws IOException {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] open = pair.getPublic().getEncoded();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(open);
            String id = HexFormat.of().formatHex(digest, 0, 8);
            byte[] token = new byte[24];
            new SecureRandom().nextBytes(token);
            write(folder.resolve(TOKEN), Base64.getUrlEncoder().withoutPadding().encodeToString(token));
            write(folder.resolve(KEY), line(id, pair.getPrivate().getEncoded()));
            // last: it says that the others are there
            write(folder.resolve(OPEN), line(id, open));
        } catch (GeneralSecurityException e) {
            throw new LocalFailure("No key pair for plugins could be made: " + e.getMessage(), e);
        }
    }

    private static String line(String id, byte[] bytes) {
        return "ed25519 " + id + " " + Base64.getEncoder().encodeToString(bytes);
    }

    private static void write(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, (text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
