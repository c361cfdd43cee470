package io.storelane.secret;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;

/** The keys of one tenant: the first seals, all open. */
final class KeySet {

    private final KeysetHandle handle;

    private KeySet(KeysetHandle handle) {
        this.handle = handle;
    }

    static KeySet draw() {
        try {
            return new KeySet(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeySet open(byte[] sealed, UUID tenant, MasterKey master) {
        try {
            return new KeySet(TinkProtoKeysetFormat.parseEncryptedKeyset(sealed, master.aead(), bytes(tenant)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "The keys of tenant " + tenant
                            + " cannot be opened. Was STORELANE_SECRET_KEY changed without naming the one"
                            + " before in STORELANE_SECRET_PREVIOUS_KEYS?",
                    e);
        }
    }

    byte[] seal(UUID tenant, MasterKey master) {
        try {
            return TinkProtoKeysetFormat.serializeEncryptedKeyset(handle, master.aead(), bytes(tenant));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    long primary() {
        return handle.getPrimary().getId();
    }

    /** The same with a new key that seals from now on. */
    @AccessesPartialKey
    KeySet renewed() {
        try {
            KeysetHandle.Builder keys = KeysetHandle.newBuilder();
            for (int i = 0; i < handle.size(); i++) {
                KeysetHandle.Entry old = handle.getAt(i);
                keys.addEntry(KeysetHandle.importKey(old.getKey()));
            }
            keys.addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                    .withRandomId()
                    .makePrimary());
            return new KeySet(keys.build());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The key that seals alone: what the others sealed cannot be opened any more. */
    @AccessesPartialKey
    KeySet shortened() {
        try {
            return new KeySet(KeysetHandle.newBuilder()
                    .addEntry(
                            KeysetHandle.importKey(handle.getPrimary().getKey()).makePrimary())
                    .build());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] seal(byte[] value, byte[] bound) {
        try {
            return aead().encrypt(value, bound);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] open(byte[] sealed, byte[] bound) {
        try {
            return aead().decrypt(sealed, bound);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A stored secret cannot be opened: it is not what was stored there.", e);
        }
    }

    private Aead aead() throws GeneralSecurityException {
        return handle.getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    /** What a secret is tied to: moved to another row, tenant or purpose it cannot be opened. */
    static byte[] bound(UUID tenant, String purpose, UUID id) {
        byte[] name = purpose.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(32 + name.length)
                .put(bytes(tenant))
                .put(bytes(id))
                .put(name)
                .array();
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
