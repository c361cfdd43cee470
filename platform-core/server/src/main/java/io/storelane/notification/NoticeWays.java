package io.storelane.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Ways by which people are told besides bell and mail, such as those of plugins. They come and go while the server runs: what is to go by
 * one that is away waits for it.
 */
public interface NoticeWays {

    /** @param key stable name: id of whoever brings it, slash, name @param labelKey what people call it */
    record Way(String key, String labelKey) {}

    /**
     * What one person is told.
     *
     * @param link address of the page that shows it
     */
    record Message(
            UUID id,
            UUID user,
            String name,
            String email,
            Locale locale,
            String kind,
            String text,
            String link,
            Instant at) {}

    /** What became of a message. */
    enum Outcome {
        SENT,
        /** There is no such way any more: nobody wants it. */
        GONE,
        /** There is at another time; this one does not count. */
        AWAY,
        /** Not now. */
        AGAIN,
        /** Not now, and no other of this way either: it is slow, or has too much to do. */
        SLOW,
        /** Nor ever. */
        NEVER
    }

    /** @param cause key of a text that says why not; empty if there is nothing to say */
    record Result(Outcome outcome, String cause) {}

    /** After so long a server that took so many messages to send one after the other is taken for lost. */
    Duration longest(int messages);

    /** The ways that the workspace of the scope has. */
    List<Way> all();

    /** Sends it by this way; outside of transactions, in the scope of the tenant, in ten seconds or so. */
    Result send(String way, Message message);
}
