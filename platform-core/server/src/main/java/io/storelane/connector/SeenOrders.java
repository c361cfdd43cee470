package io.storelane.connector;

import io.storelane.file.Sha256;
import io.storelane.plugin.api.OrderDraft;
import io.storelane.plugin.api.OrderIntake;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/** What channels said last of their orders; within a transaction of the caller. */
@Component
class SeenOrders {

    /** Channels change no order that is older. */
    private static final Duration KEPT = Duration.ofDays(180);

    private static final int FORGOTTEN_AT_ONCE = 1_000;

    private final Database database;
    private final Clock clock;

    SeenOrders(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** An order in digests: who reads them learns nothing of the buyer. */
    record Digest(String person, String goods, String money) {

        /** Hexadecimal digits, for 128 bits. */
        private static final int LENGTH = 32;

        static Digest of(UUID account, OrderDraft draft) {
            OrderIntake.Address to = draft.shipTo();
            List<String> person =
                    new ArrayList<>(List.of(draft.buyerName(), draft.buyerPhone(), draft.buyerEmail(), draft.note()));
            Stream.of("name", "phone", "country", "region", "province", "city", "district", "street", "postalCode")
                    .forEach(part -> person.add(to == null ? "" : to.part(part)));
            return new Digest(
                    hash(account, person),
                    hash(account, List.of(String.valueOf(new TreeMap<>(units(draft))))),
                    hash(account, List.of(String.valueOf(draft.payments()), String.valueOf(draft.refunds()))));
        }

        private static String hash(UUID account, List<String> parts) {
            String all = account + "\0" + String.join("\0", parts);
            return Sha256.of(all.getBytes(StandardCharsets.UTF_8)).substring(0, LENGTH);
        }
    }

    /** Units of each SKU. */
    static Map<String, Long> units(OrderDraft draft) {
        Map<String, Long> units = new HashMap<>();
        draft.lines().forEach(line -> units.merge(line.sku(), line.quantity(), Long::sum));
        return units;
    }

    /** By number; those of whom nothing is known are missing. */
    Map<String, Digest> of(UUID account, Collection<String> numbers) {
        Map<String, Digest> seen = new HashMap<>();
        if (!numbers.isEmpty()) {
            database.core()
                    .sql("""
                            select number, person, goods, money from core.channel_seen
                            where tenant_id = ? and account_id = ? and number = any (?)""")
                    .param(Scope.currentTenant().value())
                    .param(account)
                    .param(new SqlArrayValue("text", numbers.toArray()))
                    .query(rs -> {
                        seen.put(
                                rs.getString("number"),
                                new Digest(rs.getString("person"), rs.getString("goods"), rs.getString("money")));
                    });
        }
        return seen;
    }

    void keep(UUID account, Map<String, Digest> seen) {
        if (seen.isEmpty()) {
            return;
        }
        List<String> numbers = seen.keySet().stream().sorted().toList();
        database.core()
                .sql("""
                        insert into core.channel_seen (tenant_id, account_id, number, person, goods, money, seen_at)
                        select ?, ?, s.*, ? from unnest(?::text[], ?::text[], ?::text[], ?::text[]) s
                        on conflict (tenant_id, account_id, number) do update set person = excluded.person,
                          goods = excluded.goods, money = excluded.money, seen_at = excluded.seen_at""")
                .param(Scope.currentTenant().value())
                .param(account)
                .param(Timestamp.from(clock.instant()))
                .param(Rows.array("text", numbers, n -> n))
                .param(Rows.array("text", numbers, n -> digest(seen, n).person()))
                .param(Rows.array("text", numbers, n -> digest(seen, n).goods()))
                .param(Rows.array("text", numbers, n -> digest(seen, n).money()))
                .update();
    }

    private static Digest digest(Map<String, Digest> seen, String number) {
        return Objects.requireNonNull(seen.get(number));
    }

    /** Some of those that are too old to change. */
    void forgetOld(UUID account) {
        database.core()
                .sql("""
                        with old as materialized (select number from core.channel_seen
                          where tenant_id = :tenant and account_id = :account and seen_at < :before limit :most)
                        delete from core.channel_seen
                        where tenant_id = :tenant and account_id = :account and number in (select number from old)""")
                .param("tenant", Scope.currentTenant().value())
                .param("account", account)
                .param("before", Timestamp.from(clock.instant().minus(KEPT)))
                .param("most", FORGOTTEN_AT_ONCE)
                .update();
    }
}
