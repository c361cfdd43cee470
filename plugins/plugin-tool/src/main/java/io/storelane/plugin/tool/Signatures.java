package io.storelane.plugin.tool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Signatures by Ed25519 over the bytes of a jar, beside it as {@code <jar>.sig}. That file, a key file and a public key file are each
 * one line: {@code ed25519 <key id> <Base64>}.
 */
public final class Signatures {
    private static final Pattern LINE = Pattern.compile("ed25519 ([A-Za-z0-9._-]{1,64}) ([A-Za-z0-9+/]+={0,2})\\s*");

    /** What was read is no line of the form, or no key. Its message says which file. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message);
        }
    }

    /**
     * One line of the form.
     *
     * @param keyId which key
     * @param bytes of the signature or of the key
     */
    public record Line(String keyId, byte[] bytes) {
        public static Line parse(String text, String source) throws Malformed {
            Matcher m = LINE.matcher(text);
            if (!m.matches()) {
                throw new Malformed(source + ": expected one line 'ed25519 <key id> <Base64>'");
            }
            return new Line(m.group(1), Base64.getDecoder().decode(m.group(2)));
        }

        String text() {
            return "ed25519 " + keyId + " " + Base64.getEncoder().encodeToString(bytes);
        }

        static Line read(Path file) throws IOException, Malformed {
            if (Files.size(file) > 4096) {
                throw new Malformed(file + ": too long for one line 'ed25519 <key id> <Base64>'");
            }
            return parse(Files.readString(file, StandardCharsets.ISO_8859_1), file.toString());
        }
    }

    private Signatures() {}

    /** Where the signature of a jar is. */
    public static Path beside(Path jar) {
        return jar.resolveSibling(jar.getFileName() + ".sig");
    }

    /**
     * Makes a pair in a folder: {@code plugin.key}, which stays secret and which only its owner may read, and {@code plugin.pub}.
     *
     * @return the key's id, the first 16 hexadecimal digits of the public key's SHA-256
     */
    public static String generate(Path folder) throws IOException, GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] open = pair.getPublic().getEncoded();
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(open);
        String id = HexFormat.of().formatHex(digest, 0, 8);
        Files.createDirectories(folder);
        Path key = folder.resolve("plugin.key");
        if (Files.exists(key)) {
            // whoever loses a key by mistake cannot sign for those who know its public half
            throw new FileAlreadyExistsException(key.toString());
        }
        boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
        if (posix) {
            Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(
                key,
                new Line(id, pair.getPrivate().getEncoded()).text() + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        Files.writeString(folder.resolve("plugin.pub"), new Line(id, open).text() + "\n");
        return id;
    }

    /** Writes the signature beside the jar. */
    public static Path sign(Path jar, Path keyFile) throws IOException, GeneralSecurityException, Malformed {
        Line key = Line.read(keyFile);
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(privateKey(key, keyFile));
        feed(signature, jar);
        Path beside = beside(jar);
        Files.writeString(beside, new Line(key.keyId(), signature.sign()).text() + "\n");
        return beside;
    }

    /** Whether the signature is that key's over these bytes. The ids of keys are the caller's to compare. */
    public static boolean holds(Path jar, Line signature, PublicKey key) throws IOException, GeneralSecurityException {
        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(key);
        feed(check, jar);
        return signature.bytes().length == 64 && check.verify(signature.bytes());
    }

    /** The signature beside a jar. */
    public static Line signatureOf(Path jar) throws IOException, Malformed {
        return Line.read(beside(jar));
    }

    /** A public key as a server's property {@code storelane.plugin.keys.<id>} holds it: X.509 in Base64. */
    public static PublicKey publicKey(String base64) throws Malformed {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64.strip());
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(bytes));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Malformed("no public key of Ed25519 (X.509 in Base64)");
        }
    }

    private static PrivateKey privateKey(Line key, Path file) throws Malformed {
        try {
            return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(key.bytes()));
        } catch (GeneralSecurityException e) {
            throw new Malformed(file + ": no private key of Ed25519");
        }
    }

    private static void feed(Signature signature, Path jar) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(jar)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                signature.update(buffer, 0, n);
            }
        }
    }
}
