package io.storelane.plugin.api;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Service {@code files}: files of the plugin in the workspace, such as labels and feeds, in the server's store. They count to the
 * workspace's space, go into its archive, and go with the plugin when it is removed with its data. Joins a transaction of the plugin.
 *
 * <pre>{@code
 * files.keep("labels/" + parcel + ".pdf", "application/pdf", answer.stream());
 * }</pre>
 */
public interface FileShelf {

    /** Bytes that a file may have. */
    long LARGEST = 100_000_000;

    /**
     * Keeps a file in the place of the one of this name. The stream is read to its end, some megabytes at a time, and not closed.
     *
     * @param name 1 to 200 characters
     * @param mediaType such as {@code application/pdf}
     * @throws IOException as the stream throws it; nothing is kept then
     * @throws Refusal 413 if the file is larger than {@link #LARGEST}, 409 if the workspace has no space for it
     */
    Stored keep(String name, String mediaType, InputStream content) throws IOException;

    Optional<Stored> find(String name);

    /** The content, some megabytes of it in memory at a time. */
    Optional<InputStream> open(String name);

    /**
     * Files in the order of their names.
     *
     * @param begin of the names; empty = all
     * @param after the last name of the page before; empty = from the first
     * @param most 1 to 500
     */
    List<Stored> list(String begin, String after, int most);

    /** @return false if there is none */
    boolean remove(String name);

    /** A file. */
    interface Stored {

        String name();

        String mediaType();

        /** Bytes. */
        long size();

        Instant keptAt();
    }
}
