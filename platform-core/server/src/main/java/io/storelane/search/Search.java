package io.storelane.search;

import io.storelane.access.Reach;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Finds records by parts of their text. Text and query are compared in Unicode form NFKC and lower case; a query is found where
 * each of its words is. The owner of a record writes its text in the transaction that changes it.
 */
@Service
public class Search {

    private static final int CONTENT_LENGTH = 2_000;
    private static final int SEGMENT = 1_000;
    private static final int WORDS = 8;
    private static final int WORD_LENGTH = 60;

    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Cntrl}]+");

    private final Database database;

    Search(Database database) {
        this.database = database;
    }

    /** Writes the text of records anew. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void put(SearchKind kind, List<SearchText> records) {
        if (records.isEmpty()) {
            return;
        }
        // in one order, or two who write the same records wait for each other
        List<SearchText> texts = records.stream()
                .sorted(Comparator.comparing(SearchText::record))
                .toList();
        database.core()
                .sql("select core.search_put_all(?, ?, ?, ?)")
                .param(kind.code())
                .param(Rows.array("uuid", texts, SearchText::record))
                .param(Rows.array("text", texts, SearchText::path))
                .param(Rows.array("text", texts, t -> content(t.text())))
                .query((_, _) -> 1)
                .list();
    }

    /**
     * Stores the texts of new orders of several tenants, in the transaction that stores these, in the scope of their tenant or of a
     * group. They are found at once; {@link #gather} makes that quick later.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void addOrders(Map<SearchText, TenantId> orders) {
        if (orders.isEmpty()) {
            return;
        }
        List<SearchText> texts = List.copyOf(orders.keySet());
        database.core()
                .sql("select core.search_add_orders(?, ?, ?, ?)")
                .param(Rows.array(
                        "uuid",
                        texts,
                        t -> Objects.requireNonNull(orders.get(t)).value()))
                .param(Rows.array("uuid", texts, SearchText::record))
                .param(Rows.array("text", texts, SearchText::path))
                .param(Rows.array("text", texts, t -> content(t.text())))
                .query((_, _) -> 1)
                .list();
    }

    /**
     * Makes a segment of the oldest thousand fresh orders, or does nothing: fewer are read as quickly as found.
     *
     * @return true if there may be more
     */
    @Transactional
    public boolean gather() {
        record Fresh(UUID record, String content) {}
        List<Fresh> fresh = database.core()
                .sql("select record_id, content from core.search_fresh_orders(?)")
                .param(SEGMENT)
                .query((rs, _) -> new Fresh(rs.getObject(1, UUID.class), rs.getString(2)))
                .list();
        if (fresh.size() < SEGMENT) {
            return false;
        }
        Grams grams = new Grams(Scope.currentTenant(), SearchKind.ORDER);
        SortedMap<Long, byte[]> orders = new TreeMap<>();
        for (int n = 0; n < SEGMENT; n++) {
            int bit = n;
            grams.of(fresh.get(n).content())
                    .forEach(gram -> orders.computeIfAbsent(gram, _ -> new byte[SEGMENT / 8])[bit / 8] |=
                            (byte) (0x80 >> bit % 8));
        }
        database.core()
                .sql("select core.search_gather(?, ?, ?)")
                .param(Rows.array("uuid", fresh, Fresh::record))
                .param(new SqlArrayValue("bigint", orders.keySet().toArray()))
                .param(new SqlArrayValue(
                        "text",
                        orders.values().stream().map(HexFormat.of()::formatHex).toArray()))
                .query((_, _) -> 1)
                .list();
        return true;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void drop(SearchKind kind, UUID record) {
        database.core()
                .sql("select core.search_drop(?, ?)")
                .param(kind.code())
                .param(record)
                .query((_, _) -> 1)
                .list();
    }

    /**
     * Records that have every word of the query, in no order.
     *
     * @param reach where the caller may see such records; a record of the whole workspace stands at {@code /}
     * @param limit records at most, 1 to 10,000
     */
    @Transactional(readOnly = true)
    public List<UUID> find(SearchKind kind, String query, Reach reach, int limit) {
        String[] words = Arrays.stream(content(query).split(" "))
                .filter(word -> !word.isEmpty())
                .map(word -> word.length() > WORD_LENGTH ? word.substring(0, WORD_LENGTH) : word)
                .limit(WORDS)
                .toArray(String[]::new);
        if (words.length == 0 || reach.isEmpty()) {
            return List.of();
        }
        return database.core()
                .sql("select record_id from core.search_find(?, ?, ?, ?, ?)")
                .param(kind.code())
                .param(new SqlArrayValue("text", (Object[]) words))
                .param(Rows.array("text", reach.paths(), (String path) -> path))
                .param(Rows.array("text", reach.paths(), Reach::end))
                .param(limit)
                .query((rs, _) -> rs.getObject(1, UUID.class))
                .list();
    }

    /** In the form that is stored: spaces and control characters become one space. */
    static String content(String text) {
        String folded = SPACE.matcher(
                        Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT))
                .replaceAll(" ")
                .strip();
        if (folded.length() <= CONTENT_LENGTH) {
            return folded;
        }
        int end = Character.isHighSurrogate(folded.charAt(CONTENT_LENGTH - 1)) ? CONTENT_LENGTH - 1 : CONTENT_LENGTH;
        return folded.substring(0, end);
    }
}
