package io.storelane.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The pair of keys that signs plugins for this home, made once: {@code plugin.key} for whoever signs, {@code plugin.pub} for the server.
 * Each is one line, {@code ed25519 <id> <Base64>}.
 *
 * @param id names the key
 * @param publicKey X.509 in Base64
 */
record PluginKeys(String id, String publicKey) {

    static PluginKeys of(Path home) {
        Path folder = folder(home);
        Path open = folder.resolve("plugin.pub");
        try {
            if (!Files.exists(open)) {
                make(folder);
            }
            String[] words = Files.readString(open).strip().split(" ", 3);
            return new PluginKeys(words[1], words[2]);
        } catch (IOException | GeneralSecurityException | ArrayIndexOutOfBoundsException e) {
            throw new LocalFailure(
                    "The keys that sign plugins are not readable: remove " + folder + " and start again.");
        }
    }

    static Path folder(Path home) {
        return home.resolve("plugin");
    }

    private static void make(Path folder) throws IOException, GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] open = pair.getPublic().getEncoded();
        String id =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(open), 0, 8);
        Files.createDirectories(folder);
        Path secret = folder.resolve("plugin.key");
        Files.deleteIfExists(secret);
        Files.createFile(secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, line(id, pair.getPrivate().getEncoded()));
        Files.writeString(folder.resolve("plugin.pub"), line(id, open));
    }

    private static String line(String id, byte[] key) {
        return "ed25519 " + id + " " + Base64.getEncoder().encodeToString(key) + "\n";
    }
}
