package io.storelane.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** A part of an export while it is written: compressed as archives hold it, with its checksums. */
final class Piece extends OutputStream {

    /** Bytes, compressed, that a piece has about at most. */
    static final int MOST_BYTES = 4 * 1024 * 1024;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final OutputStream compressed = new DeflaterOutputStream(kept, deflater, 8_192);
    private final CRC32 crc = new CRC32();
    private final MessageDigest sha256 = digest();
    private long size;
    private int rows;

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        compressed.write(bytes, from, length);
        crc.update(bytes, from, length);
        sha256.update(bytes, from, length);
        size += length;
    }

    /** A row as a line. */
    void line(String text) throws IOException {
        write((text + "\n").getBytes(StandardCharsets.UTF_8));
        rows++;
    }

    int rows() {
        return rows;
    }

    boolean full() {
        return kept.size() >= MOST_BYTES;
    }

    /** What it came to. */
    record Done(byte[] content, long size, long crc, String sha256) {}

    Done done() throws IOException {
        compressed.close();
        deflater.end();
        return new Done(kept.toByteArray(), size, crc.getValue(), HexFormat.of().formatHex(sha256.digest()));
    }
}
