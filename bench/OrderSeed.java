import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes many workspaces that can take orders: the one with sample data gets goods and stock, then its rows are copied for other
 * tenants. By SQL as superuser: thousands of workspaces made by hand would take long and measure nothing. Each tenant's ids are those
 * of the first one, which is fine, because the tenant is part of every key.
 */
final class OrderSeed {

    static final int SKUS = 200;
    static final int OPEN_ORDERS = 2_000;
    private static final long UNITS = 1_000_000_000L;
    private static final List<String> COPIED = List.of(
            "tenant_profile", "org_level", "org_node", "role", "role_permission", "role_assignment", "channel", "brand", "category", "product",
            "variant", "price_list", "price", "price_floor", "channel_authorization", "location", "stock_level",
            "stock_move", "order_setting");

    /** A workspace and what is needed to place orders in it. */
    record Shop(UUID tenant, String slug, String token, String channel) {}

    private final Connection connection;
    private final SecretKeySpec pepper;

    OrderSeed(Connection connection, String pepper) {
        this.connection = connection;
        this.pepper = new SecretKeySpec(pepper.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    /** So many shops; those that are missing are made, with so many SKUs each. */
    List<Shop> shops(int count, int skus) throws Exception {
        connection.setAutoCommit(false);
        UUID first = UUID.fromString(text("select id from platform.tenant where slug = 'hill-coffee'"));
        if (text("select count(*) from core.variant where sku like 'BENCH-%'").equals("0")) {
            goods(first);
        }
        // rows of whole workspaces that are right already: neither keys to look up nor stamps to write
        execute("set session_replication_role = replica");
        int present = Integer.parseInt(text("select count(*) from platform.tenant where slug ~ '^bench-[0-9]+$'"));
        for (int i = present; i < count; i += 100) {
            copy(first, i, Math.min(i + 100, count), skus);
            connection.commit();
        }
        execute("set session_replication_role = origin");
        connection.commit();
        connection.setAutoCommit(true);
        execute("vacuum analyze");
        String channel = text("select id from core.channel where tenant_id = '%s' and active and currency = 'CNY' order by code limit 1"
                .formatted(first));
        List<Shop> shops = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            shops.add(new Shop(tenant(i), slug(i), token(i), channel));
        }
        return shops;
    }

    /** Gives somebody who has signed up the role of an owner. */
    void admit(String email, Shop shop) throws SQLException {
        execute("""
                insert into platform.membership (tenant_id, user_id, status, since)
                select '%s', id, 'active', now() from platform.app_user where email = '%s'""".formatted(shop.tenant(), email));
        execute("""
                insert into core.role_assignment (tenant_id, id, user_id, role_id, node_id, granted_by, granted_at)
                select r.tenant_id, gen_random_uuid(), u.id, r.id, n.id, u.id, now()
                from core.role r join core.org_node n on n.tenant_id = r.tenant_id and n.path = '/', platform.app_user u
                where r.tenant_id = '%s' and r.code = 'owner' and u.email = '%s'""".formatted(shop.tenant(), email));
    }

    /** Leaves so many units of the first SKUs, all where no order has come in yet, the same at each of some locations. */
    void scarce(Shop shop, int firstSku, int lastSku, int locations, long units) throws SQLException {
        execute("""
                create temporary table scarce as
                select s.variant_id, s.location_id, case when row_number() over (partition by s.variant_id order by s.location_id) <= %d
                  then %d else 0 end as units
                from core.stock_level s join core.variant v on v.tenant_id = s.tenant_id and v.id = s.variant_id
                where s.tenant_id = '%s' and v.sku in (select 'BENCH-' || n from generate_series(%d, %d) n)"""
                .formatted(locations, units / locations, shop.tenant(), firstSku, lastSku));
        execute("""
                update core.stock_level s set on_hand = c.units from scarce c
                where s.tenant_id = '%s' and s.variant_id = c.variant_id and s.location_id = c.location_id""".formatted(shop.tenant()));
        execute("""
                insert into core.stock_move (tenant_id, id, variant_id, location_id, on_hand, reserved, reason, at)
                select '%s', gen_random_uuid(), variant_id, location_id, units - %d, 0, 'count', now() from scarce"""
                .formatted(shop.tenant(), UNITS));
        execute("drop table scarce");
    }

    /** Units of an SKU that are free or held. */
    record Units(long free, long held) {}

    /** By the number of the SKU, as the levels say it. */
    Map<Integer, Units> units(Shop shop, int firstSku, int lastSku) throws SQLException {
        Map<Integer, Units> units = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select substr(v.sku, 7)::int, sum(s.on_hand - s.reserved), sum(s.reserved)
                        from core.stock_level s join core.variant v on v.tenant_id = s.tenant_id and v.id = s.variant_id
                        where s.tenant_id = '%s' and v.sku in (select 'BENCH-' || n from generate_series(%d, %d) n) group by 1"""
                        .formatted(shop.tenant(), firstSku, lastSku))) {
            while (row.next()) {
                units.put(row.getInt(1), new Units(row.getLong(2), row.getLong(3)));
            }
        }
        return units;
    }

    /** Levels of the first SKUs that hold more than there is, or not what their reservations or their moves add up to. */
    long wrongLevels(Shop shop, int firstSku, int lastSku) throws SQLException {
        return Long.parseLong(text("""
                select count(*) from core.stock_level s join core.variant v on v.tenant_id = s.tenant_id and v.id = s.variant_id
                where s.tenant_id = '%s' and v.sku in (select 'BENCH-' || n from generate_series(%d, %d) n) and (s.reserved > s.on_hand
                  or s.reserved <> (select coalesce(sum(r.quantity), 0) from core.reservation r where r.tenant_id = s.tenant_id
                    and r.variant_id = s.variant_id and r.location_id = s.location_id and r.state = 'held')
                  or (s.on_hand, s.reserved) <> (select coalesce(sum(m.on_hand), 0), coalesce(sum(m.reserved), 0) from core.stock_move m
                    where m.tenant_id = s.tenant_id and m.variant_id = s.variant_id and m.location_id = s.location_id))"""
                .formatted(shop.tenant(), firstSku, lastSku)));
    }

    /**
     * Copies an order with its lines and its timeline: the newest {@link #OPEN_ORDERS} of all are in work, a fiftieth is
     * cancelled, the others are paid and delivered; one every 30 seconds.
     *
     * @param from how many copies there are already
     */
    void orders(Shop shop, String order, int from, int until) throws SQLException {
        execute("set session_replication_role = replica");
        for (int begin = from; begin < until; begin += 100_000) {
            String numbers = "generate_series(%d, %d) n".formatted(begin + 1, Math.min(until, begin + 100_000));
            String where = "t.tenant_id = '%s' and t.%s = '%s'";
            String time = "now() - n * interval '30 seconds'";
            String id = "lpad(to_hex((%d - n) * 16 + %s), 32, '0')::uuid";
            String of = id.formatted(1L << 32, "0");
            String open = "n <= " + OPEN_ORDERS;
            String lacking = "(" + open + " and n % 100 = 7)";
            Map<String, String> head = new HashMap<>(Map.of(
                    "id", of, "number", "'B' || lpad(n::text, 9, '0')", "external_id", "'L' || n", "placed_at", time,
                    "created_at", time, "updated_at", time, "held", open + " and n % 50 = 3"));
            head.put("state", "case when n % 50 = 0 then 'cancelled' when " + open + " then 'open' else 'completed' end");
            head.put("payment_state", "case when n % 50 = 0 or (" + open + " and n % 5 = 1) then 'unpaid' else 'paid' end");
            head.put("paid", "case when n % 50 = 0 or (" + open + " and n % 5 = 1) then 0 else t.total end");
            head.put("fulfilment_state", "case when n % 50 = 0 or " + lacking + " then 'unallocated' when " + open
                    + " then 'allocated' else 'delivered' end");
            insert("core.sales_order", numbers, where.formatted(shop.tenant(), "id", order), head);
            insert("core.order_line", numbers, where.formatted(shop.tenant(), "order_id", order), Map.of(
                    "id", id.formatted(1L << 32, "t.position + 1"), "order_id", of,
                    "reserved", "case when " + open + " and not " + lacking + " then t.quantity else 0 end",
                    "short", "case when " + lacking + " then t.quantity else 0 end"));
            insert("core.order_entry", numbers, where.formatted(shop.tenant(), "order_id", order), Map.of(
                    "id", "gen_random_uuid()", "order_id", of, "at", time));
        }
        execute("set session_replication_role = origin");
        execute("vacuum analyze core.sales_order, core.order_line, core.order_entry");
    }

    /**
     * Gives each copy of an order a fulfilment order with its lines, by turns at two locations: that of one in work is open, accepted, in
     * picking or packed, with a hand-over that is open; a cancelled one has none; those of the others are delivered.
     */
    void fulfilments(Shop shop) throws SQLException {
        execute("set session_replication_role = replica");
        execute("""
                insert into core.fulfilment (tenant_id, id, number, order_id, order_number, location_id, state, held, ship_province,
                  ship_city, lines, units, shipped, delivered, due_at, created_at, updated_at)
                select o.tenant_id, o.id, o.number || '-1', o.id, o.number, l.id,
                  case when o.state <> 'open' then 'delivered' else (array['open','accepted','picking','packed'])[1 + n.n %% 4] end,
                  o.held, o.ship_province, o.ship_city, o.lines, o.units, case when o.state <> 'open' then o.units else 0 end,
                  case when o.state <> 'open' then o.units else 0 end, o.placed_at + interval '1 day', o.placed_at, o.placed_at
                from core.sales_order o cross join lateral (select ('x' || substr(md5(o.number), 1, 6))::bit(24)::int as n) n
                join (select id, row_number() over (order by code) - 1 as place from core.location
                  where tenant_id = '%1$s' and active and ships order by code limit 2) l on l.place = n.n / 4 %% 2
                where o.tenant_id = '%1$s' and o.number ~ '^B[0-9]{9}$' and o.state <> 'cancelled'""".formatted(shop.tenant()));
        execute("""
                insert into core.fulfilment_line (tenant_id, fulfilment_id, line_id, variant_id, sku, title, units, picked, shipped,
                  delivered)
                select l.tenant_id, f.id, l.id, l.variant_id, l.sku, l.title, l.quantity, case when s.live then 0 else l.quantity end,
                  case when s.live then 0 else l.quantity end, case when s.live then 0 else l.quantity end
                from core.fulfilment f join core.order_line l on l.tenant_id = f.tenant_id and l.order_id = f.order_id
                cross join lateral (select f.state <> 'delivered' as live) s
                where f.tenant_id = '%s' and l.variant_id is not null""".formatted(shop.tenant()));
        execute("""
                insert into core.hand_over (tenant_id, id, kind, order_id, order_number, subject_type, subject_id, subject_number,
                  location_id, org_path, state, due_at, created_at)
                select f.tenant_id, gen_random_uuid(), 'to_warehouse', f.order_id, f.order_number, 'fulfilment', f.id, f.number,
                  f.location_id, l.org_path, 'open', f.due_at, f.created_at
                from core.fulfilment f join core.location l on l.tenant_id = f.tenant_id and l.id = f.location_id
                where f.tenant_id = '%s' and f.state = 'open'""".formatted(shop.tenant()));
        execute("set session_replication_role = origin");
        execute("vacuum analyze core.fulfilment, core.fulfilment_line, core.hand_over");
    }

    private static String slug(int index) {
        return "bench-" + index;
    }

    private static UUID tenant(int index) {
        return UUID.nameUUIDFromBytes(("bench tenant " + index).getBytes(StandardCharsets.UTF_8));
    }

    private static UUID key(int index) {
        return UUID.nameUUIDFromBytes(("bench key " + index).getBytes(StandardCharsets.UTF_8));
    }

    private static String token(int index) {
        UUID id = key(index);
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        String number = new BigInteger(1, bytes).toString(Character.MAX_RADIX);
        return "sl_live_" + "0".repeat(25 - number.length()) + number + "_" + "b".repeat(43);
    }

    /** Copies one listed product until there are {@link #SKUS}, each with stock at two locations. */
    private void goods(UUID tenant) throws SQLException {
        execute("""
                create temporary table made on commit drop as
                select n, gen_random_uuid() as product, gen_random_uuid() as variant, v.tenant_id, v.id as of_variant,
                  v.product_id as of_product
                from generate_series(1, %d) n, lateral (select v.* from core.variant v
                  join core.product p on p.tenant_id = v.tenant_id and p.id = v.product_id
                  where v.tenant_id = '%s' and p.state = 'listed' and p.kind = 'goods' and v.active and not p.exclusive
                    and exists (select from core.price r where r.tenant_id = v.tenant_id and r.variant_id = v.id)
                  order by v.sku limit 1) v""".formatted(SKUS, tenant));
        execute("""
                insert into core.product select (jsonb_populate_record(p, jsonb_build_object('id', m.product))).*
                from made m join core.product p on p.tenant_id = m.tenant_id and p.id = m.of_product""");
        execute("""
                insert into core.variant (%s) select %s from (select jsonb_populate_record(v, jsonb_build_object('id', m.variant,
                  'product_id', m.product, 'sku', 'BENCH-' || m.n, 'gtin', null)) as r
                from made m join core.variant v on v.tenant_id = m.tenant_id and v.id = m.of_variant) q"""
                .formatted(
                        String.join(", ", columns("core.variant")),
                        columns("core.variant").stream().map(c -> "(r)." + c).collect(Collectors.joining(", "))));
        execute("""
                insert into core.price select (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(),
                  'variant_id', m.variant))).*
                from made m join core.price r on r.tenant_id = m.tenant_id and r.variant_id = m.of_variant""");
        execute("""
                insert into core.stock_level (tenant_id, variant_id, location_id, on_hand)
                select m.tenant_id, m.variant, l.id, %d from made m join lateral (select l.id from core.location l
                  where l.tenant_id = m.tenant_id and l.active and l.ships order by l.code limit 2) l on true""".formatted(UNITS));
        execute("""
                insert into core.stock_move (tenant_id, id, variant_id, location_id, on_hand, reserved, reason, at)
                select s.tenant_id, gen_random_uuid(), s.variant_id, s.location_id, s.on_hand, 0, 'receipt', now()
                from made m join core.stock_level s on s.tenant_id = m.tenant_id and s.variant_id = m.variant""");
        connection.commit();
    }

    private void copy(UUID from, int begin, int end, int skus) throws Exception {
        execute("create temporary table newcomer (n int, id uuid, slug text, key uuid, secret_hash bytea) on commit drop");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(pepper);
        try (PreparedStatement row = connection.prepareStatement("insert into newcomer values (?, ?, ?, ?, ?)")) {
            for (int i = begin; i < end; i++) {
                row.setInt(1, i);
                row.setObject(2, tenant(i));
                row.setString(3, slug(i));
                row.setObject(4, key(i));
                row.setBytes(5, mac.doFinal(token(i).getBytes(StandardCharsets.UTF_8)));
                row.addBatch();
            }
            row.executeBatch();
        }
        String of = "tenant_id = '%s'".formatted(from);
        insert("platform.tenant", "newcomer n", "t.id = '%s'".formatted(from),
                Map.of("id", "n.id", "slug", "n.slug", "request_id", "gen_random_uuid()"));
        insert("platform.subscription", "newcomer n", of, Map.of("tenant_id", "n.id"));
        insert("platform.membership", "newcomer n", of, Map.of("tenant_id", "n.id"));
        String some = of + " and sku in (select 'BENCH-' || i from generate_series(1, %d) i)".formatted(skus);
        for (String table : COPIED) {
            String which = switch (table) {
                case "product" -> of + " and t.id in (select product_id from core.variant where " + some + ")";
                case "variant" -> some;
                case "price", "price_floor", "stock_level", "stock_move" ->
                    of + " and t.variant_id in (select id from core.variant where " + some + ")";
                case "channel_authorization" -> "false";
                default -> of;
            };
            insert("core." + table, "newcomer n", which,
                    table.equals("stock_level") ? Map.of("tenant_id", "n.id", "reserved", "0") : Map.of("tenant_id", "n.id"));
        }
        insert("core.api_key", "newcomer n", of + " and t.name = 'Demo'",
                Map.of("tenant_id", "n.id", "id", "n.key", "hint", "'bbbb'"));
        execute("insert into platform.api_key (id, tenant_id, secret_hash) select key, id, secret_hash from newcomer");
    }

    /** Copies rows {@code t} of a table for each {@code n}, with other values in some columns. */
    private void insert(String table, String each, String where, Map<String, String> values) throws SQLException {
        List<String> columns = columns(table);
        execute("insert into %s (%s) select %s from %s, %s t where %s order by n".formatted(
                table,
                String.join(", ", columns),
                columns.stream().map(c -> values.getOrDefault(c, "t." + c)).collect(Collectors.joining(", ")),
                each,
                table,
                where));
    }

    /** The columns of a table that take values. */
    private List<String> columns(String table) throws SQLException {
        return List.of(text("""
                select string_agg(quote_ident(attname), ',' order by attnum) from pg_attribute
                where attrelid = '%s'::regclass and attnum > 0 and not attisdropped and attgenerated = ''"""
                .formatted(table)).split(","));
    }

    String text(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    /** Lets the keys of the copies do one thing more. */
    void allow(String scope) throws SQLException {
        execute("update core.api_key set scopes = scopes || '," + scope + "' where hint = 'bbbb'");
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
