package io.storelane.secret;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.subtle.Hkdf;
import com.google.crypto.tink.util.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Seals and opens the keys of workspaces: with the master key of the environment, and opens with those before it too. */
@Component
@EnableConfigurationProperties(SecretProperties.class)
class MasterKey {

    private static final int KEY_BYTES = 32;
    private static final int ID_BYTES = 4;

    private final Aead aead;

    MasterKey(SecretProperties properties) {
        try {
            AeadConfig.register();
            KeysetHandle.Builder keys = KeysetHandle.newBuilder();
            List<String> texts = new ArrayList<>(properties.previousKeys());
            texts.remove(properties.key());
            keys.addEntry(entry(properties.key()).makePrimary());
            for (String text : texts.stream().distinct().toList()) {
                keys.addEntry(entry(text));
            }
            this.aead = keys.build().getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The master key cannot be used.", e);
        }
    }

    /** The same text gives the same key and number everywhere; the number tells which key opens what. */
    @AccessesPartialKey
    private static KeysetHandle.Builder.Entry entry(String text) throws GeneralSecurityException {
        byte[] drawn = Hkdf.computeHkdf(
                "HMACSHA256",
                text.getBytes(StandardCharsets.UTF_8),
                new byte[0],
                "storelane master key".getBytes(StandardCharsets.UTF_8),
                KEY_BYTES + ID_BYTES);
        int id = ByteBuffer.wrap(drawn, KEY_BYTES, ID_BYTES).getInt();
        AesGcmKey key = AesGcmKey.builder()
                .setParameters(AesGcmParameters.builder()
                        .setKeySizeBytes(KEY_BYTES)
                        .setIvSizeBytes(12)
                        .setTagSizeBytes(16)
                        .setVariant(AesGcmParameters.Variant.TINK)
                        .build())
                .setKeyBytes(
                        SecretBytes.copyFrom(java.util.Arrays.copyOf(drawn, KEY_BYTES), InsecureSecretKeyAccess.get()))
                .setIdRequirement(id)
                .build();
        return KeysetHandle.importKey(key);
    }

    Aead aead() {
        return aead;
    }
}
