package io.storelane.catalog;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that a channel of a small shop may sell, in one array of bytes: a hundred bytes an offer, so that thousands of shops fit in
 * memory, and an offer is made of them when an order asks for it.
 */
final class Assortment {

    /** Variants of a shop that is kept whole. */
    static final int MOST = 500;

    private static final int OVERHEAD = 200;

    private final byte[] offers;
    private final int[] starts;
    private final Instant from;
    private final Instant until;
    private final boolean whole;

    private Assortment(byte[] offers, int[] starts, Instant from, Instant until, boolean whole) {
        this.offers = offers;
        this.starts = starts;
        this.from = from;
        this.until = until;
        this.whole = whole;
    }

    /** Of a shop with more than {@link #MOST} variants. */
    static Assortment tooLarge() {
        return new Assortment(new byte[0], new int[0], Instant.MIN, Instant.MAX, false);
    }

    /** Offers as they are from one moment until another. */
    static Assortment of(Collection<Offer> offers, Instant from, Instant until) {
        List<Offer> sorted = offers.stream()
                .sorted(Comparator.comparing((Offer o) -> Sku.folded(o.sku())))
                .toList();
        var bytes = new ByteArrayOutputStream();
        int[] starts = new int[sorted.size()];
        try (var out = new DataOutputStream(bytes)) {
            for (int i = 0; i < starts.length; i++) {
                starts[i] = out.size();
                write(sorted.get(i), out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Assortment(bytes.toByteArray(), starts, from, until, true);
    }

    /** False if nothing is known of it but that it is too large to be kept. */
    boolean isWhole() {
        return whole;
    }

    boolean holdsAt(Instant moment) {
        return !moment.isBefore(from) && moment.isBefore(until);
    }

    /** Bytes of memory, about. */
    int size() {
        return OVERHEAD + offers.length + Integer.BYTES * starts.length;
    }

    /** The offer of a SKU, however its capitals are written. */
    Optional<Offer> find(String sku) {
        String wanted = Sku.folded(sku);
        int low = 0;
        int high = starts.length - 1;
        try {
            while (low <= high) {
                int middle = (low + high) >>> 1;
                DataInputStream in = at(middle);
                String found = in.readUTF();
                int order = Sku.folded(found).compareTo(wanted);
                if (order == 0) {
                    return Optional.of(read(found, in));
                }
                if (order < 0) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.empty();
    }

    private DataInputStream at(int index) {
        return new DataInputStream(new ByteArrayInputStream(offers, starts[index], offers.length - starts[index]));
    }

    private static void write(Offer offer, DataOutputStream out) throws IOException {
        out.writeUTF(offer.sku());
        write(offer.variantId(), out);
        write(offer.productId(), out);
        out.writeUTF(offer.titleZh());
        out.writeUTF(offer.titleEn());
        out.writeUTF(offer.kind());
        out.writeBoolean(offer.listed());
        out.writeBoolean(offer.authorized());
        write(offer.price(), out);
        write(offer.floor(), out);
        out.writeShort(offer.components().size());
        for (Offer.Component part : offer.components()) {
            write(part.variantId(), out);
            out.writeUTF(part.sku());
            out.writeUTF(part.titleZh());
            out.writeUTF(part.titleEn());
            out.writeUTF(part.kind());
            out.writeLong(part.quantity());
            out.writeBoolean(part.authorized());
        }
    }

    private static Offer read(String sku, DataInputStream in) throws IOException {
        return new Offer(
                uuid(in),
                uuid(in),
                sku,
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                in.readBoolean(),
                in.readBoolean(),
                number(in),
                number(in),
                components(in));
    }

    private static List<Offer.Component> components(DataInputStream in) throws IOException {
        int parts = in.readShort();
        if (parts == 0) {
            return List.of();
        }
        List<Offer.Component> components = new ArrayList<>(parts);
        for (int i = 0; i < parts; i++) {
            components.add(new Offer.Component(
                    uuid(in), in.readUTF(), in.readUTF(), in.readUTF(), in.readUTF(), in.readLong(), in.readBoolean()));
        }
        return List.copyOf(components);
    }

    private static void write(UUID id, DataOutputStream out) throws IOException {
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
    }

    private static UUID uuid(DataInputStream in) throws IOException {
        return new UUID(in.readLong(), in.readLong());
    }

    private static void write(@Nullable Long number, DataOutputStream out) throws IOException {
        out.writeBoolean(number != null);
        if (number != null) {
            out.writeLong(number);
        }
    }

    private static @Nullable Long number(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readLong() : null;
    }
}
