package io.storelane.channelfile;

import io.storelane.plugin.api.Tables;
import io.storelane.plugin.api.channel.Account;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Looks at files that come, by whatever way, without taking anything. */
@Component
class Arrivals {

    private static final int LONGEST_NAME = 200;

    private final Books books;
    private final Tables tables;
    private final Clock clock;

    Arrivals(Books books, Tables tables, Clock clock) {
        this.books = books;
        this.tables = tables;
        this.clock = clock;
    }

    /** @param known true if the same bytes came for this account before */
    record Arrived(UUID id, boolean known) {}

    /**
     * Reads a file by the columns that its titles had last, or by what the titles say.
     *
     * @param by who brought it; empty for a folder
     * @throws io.storelane.plugin.api.Refusal if it is no file of rows
     */
    Arrived take(Account account, String name, byte[] content, ZoneId zone, String by) {
        String sha256 = sha256(content);
        Optional<UUID> known = books.known(account.id(), sha256);
        if (known.isPresent()) {
            return new Arrived(known.get(), true);
        }
        List<String> titles = OrderFile.titles(tables, content);
        Map<Field, Integer> columns = books.remembered(account.id(), titles).orElseGet(() -> guessed(titles));
        Reading reading = OrderFile.read(tables, content, columns, Importing.decimals(account), zone);
        UUID id = UUID.randomUUID();
        boolean added = books.add(
                new Books.Upload(
                        id,
                        account.id(),
                        name.substring(0, Math.min(name.length(), LONGEST_NAME)),
                        "checked",
                        columns,
                        zone.getId(),
                        reading.rows(),
                        reading.drafts().size(),
                        reading.faults().size(),
                        0,
                        by,
                        clock.instant(),
                        false),
                sha256,
                content);
        return new Arrived(added ? id : books.known(account.id(), sha256).orElseThrow(), false);
    }

    private static Map<Field, Integer> guessed(List<String> titles) {
        Map<Field, Integer> columns = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            for (int i = 0; i < titles.size(); i++) {
                if (field.isMeantBy(titles.get(i)) && !columns.containsValue(i)) {
                    columns.putIfAbsent(field, i);
                }
            }
        }
        return columns;
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
