package io.storelane.plugin;

import io.storelane.problem.ProblemException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;

/** Whether a jar is signed by a key of the platform: {@code ed25519 <key id> <base64 of the signature over the jar's bytes>}. */
final class PluginSignature {

    private PluginSignature() {}

    /** @throws ProblemException if it is not; the texts name plugin and version */
    static void check(PluginArchive archive, String signature, Map<String, String> keys) {
        PluginManifest manifest = archive.manifest();
        String[] words = signature.strip().split("\\s+", -1);
        if (signature.isBlank()) {
            throw new ProblemException(PluginProblem.UNSIGNED, manifest.id(), manifest.version());
        }
        if (words.length != 3 || !words[0].equals("ed25519")) {
            throw new ProblemException(PluginProblem.SIGNATURE, manifest.id(), manifest.version());
        }
        String key = keys.get(words[1]);
        if (key == null) {
            throw new ProblemException(PluginProblem.KEY_UNKNOWN, manifest.id(), manifest.version(), words[1]);
        }
        if (!signed(archive.bytes(), words[2], key)) {
            throw new ProblemException(PluginProblem.SIGNATURE, manifest.id(), manifest.version());
        }
    }

    private static boolean signed(byte[] bytes, String signature, String key) {
        try {
            PublicKey publicKey = KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(key)));
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(publicKey);
            verifier.update(bytes);
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return false;
        }
    }
}
