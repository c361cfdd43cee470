package io.storelane.plugin.api;

import java.time.Instant;
import java.util.List;

/**
 * Service {@code folders}: folders of files that a workspace shares with others, in a bucket of a store that speaks the S3 API, or on a
 * disk where the operator offers one. Never inside of a transaction. A call ends within 15 seconds.
 *
 * <pre>{@code
 * Folders.Folder folder = folders.open(new Folders.Place("https://s3.eu-central-1.amazonaws.com", "exchange", "orders/", "eu-central-1", key, secret));
 * for (Folders.Entry entry : folder.list(100)) {
 *     take(folder.read(entry.name(), 20_000_000));
 *     folder.move(entry.name(), "done/" + entry.name());
 * }
 * }</pre>
 */
public interface Folders {

    /**
     * A folder; nothing is asked yet.
     *
     * @throws FolderException if there can be none at this place
     */
    Folder open(Place place) throws FolderException;

    /**
     * Where a folder is.
     *
     * @param address of a store that speaks the S3 API, as {@code https://s3.eu-central-1.amazonaws.com}; {@code disk} for the operator's disk
     * @param bucket its name; on a disk that of the workspace's folder: letters, digits, hyphens, at most 60
     * @param prefix what names of files there begin with, as {@code orders/}; empty for all
     * @param region as the store calls it; empty if it has none
     * @param key id of the access key; empty on a disk
     * @param secret of the access key; empty on a disk
     */
    record Place(String address, String bucket, String prefix, String region, String key, String secret) {

        @Override
        public String toString() {
            return address + "/" + bucket + "/" + prefix;
        }
    }

    /** Files by names below the place. A name has 1 to 200 characters and no part that is {@code ..}. */
    interface Folder {

        /**
         * Files in the folder itself, by name; those in folders of it are left out.
         *
         * @param most 1 to 1,000
         */
        List<Entry> list(int most) throws FolderException;

        /** @param most bytes; of a larger file there is an exception */
        byte[] read(String name, int most) throws FolderException;

        /** Whoever lists or reads sees the old content or the new one, never a part. @param content at most 20 MB */
        void write(String name, String mediaType, byte[] content) throws FolderException;

        /** Into a folder of it, as {@code done/orders.csv}; what has that name is replaced. */
        void move(String name, String to) throws FolderException;
    }

    /** @param changedAt when it was written last */
    record Entry(String name, long size, Instant changedAt) {}

    /** What is wrong with a folder, in a word. */
    enum Fault {
        /** The address cannot be called, or the names are none. */
        PLACE,
        /** Key or secret are wrong, or may not do this. */
        DENIED,
        /** There is no such bucket, folder or file. */
        MISSING,
        /** More bytes than were wanted. */
        TOO_LARGE,
        /** Nobody answers, or with a fault of its own: later perhaps. */
        AWAY
    }

    /** A call that came to nothing. */
    final class FolderException extends Exception {

        private static final long serialVersionUID = 1L;

        private final Fault fault;

        public FolderException(Fault fault, String message) {
            super(message);
            this.fault = fault;
        }

        public Fault fault() {
            return fault;
        }
    }
}
