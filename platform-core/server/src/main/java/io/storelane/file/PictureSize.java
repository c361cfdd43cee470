package io.storelane.file;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Sizes in which a picture of a product is kept. */
public enum PictureSize {
    /** For a line of a list. */
    LIST(160),
    /** For a page or a drawer. */
    DETAIL(800),
    FULL(1_600);

    private final int side;

    PictureSize(int side) {
        this.side = side;
    }

    /** Pixels that the longer side has at most. */
    int side() {
        return side;
    }

    /** As it stands in addresses and in the database. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<PictureSize> of(String code) {
        return Stream.of(values()).filter(s -> s.code().equals(code)).findFirst();
    }
}
