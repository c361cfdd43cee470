package io.storelane.api;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A key as its holder has it: {@code sl_live_<id>_<secret>}. */
record ApiToken(UUID id, String secret) {

    private static final String PREFIX = "sl_live_";
    private static final int ID_LENGTH = 25;
    private static final int SECRET_LENGTH = 43;
    private static final Pattern FORM =
            Pattern.compile(PREFIX + "([0-9a-z]{" + ID_LENGTH + "})_([0-9A-Za-z]{" + SECRET_LENGTH + "})");
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The key with a new secret of 256 bits. */
    static ApiToken draw(UUID id) {
        StringBuilder secret = new StringBuilder();
        for (int i = 0; i < SECRET_LENGTH; i++) {
            secret.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return new ApiToken(id, secret.toString());
    }

    static Optional<ApiToken> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        BigInteger number = new BigInteger(matcher.group(1), Character.MAX_RADIX);
        if (number.bitLength() > Long.SIZE * 2) {
            return Optional.empty();
        }
        UUID id = new UUID(number.shiftRight(Long.SIZE).longValue(), number.longValue());
        return Optional.of(new ApiToken(id, matcher.group(2)));
    }

    /** The whole key. */
    String text() {
        byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        String number = new BigInteger(1, bytes).toString(Character.MAX_RADIX);
        return PREFIX + "0".repeat(ID_LENGTH - number.length()) + number + "_" + secret;
    }

    /** The last characters: enough to tell keys apart, not enough to use one. */
    String hint() {
        return secret.substring(SECRET_LENGTH - 4);
    }

    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
