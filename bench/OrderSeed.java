import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes many workspaces that can take orders: the one with sample data gets goods and stock, then its rows are copied for other
 * tenants. By SQL as superuser: a thousand workspaces made by hand would take long and measure nothing. Each tenant's ids are those
 * of the first one, which is fine, because the tenant is part of every key.
 */
final class OrderSeed {

    static final int SKUS = 200;
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

    /** Shops until there are this many, the first ones first. */
    List<Shop> shops(int count) throws Exception {
        connection.setAutoCommit(false);
        UUID first = UUID.fromString(text("select id from platform.tenant where slug = 'hill-coffee'"));
        if (text("select count(*) from core.variant where sku like 'BENCH-%'").equals("0")) {
            goods(first);
        }
        int present = Integer.parseInt(text("select count(*) from platform.tenant where slug like 'bench-%'"));
        for (int i = present; i < count; i++) {
            copy(first, i);
            if (i % 50 == 49) {
                connection.commit();
            }
        }
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

    private static String slug(int index) {
        return "bench-" + index;
    }

    private static UUID tenant(int index) {
        return UUID.nameUUIDFromBytes(("bench tenant " + index).getBytes(StandardCharsets.UTF_8));
    }

    private static String token(int index) {
        UUID id = UUID.nameUUIDFromBytes(("bench key " + index).getBytes(StandardCharsets.UTF_8));
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
                .formatted(columns("core.variant", ""), columns("core.variant", "(r).")));
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

    private void copy(UUID from, int index) throws Exception {
        UUID to = tenant(index);
        insert("platform.tenant", "id = '%s'".formatted(from), "'id', '%s', 'slug', '%s', 'request_id', gen_random_uuid()".formatted(to, slug(index)));
        insert("platform.membership", "tenant_id = '%s'".formatted(from), "'tenant_id', '%s'".formatted(to));
        for (String table : COPIED) {
            String which = switch (table) {
                case "product" -> " and id in (select product_id from core.variant where tenant_id = '%s' and sku like 'BENCH-%%')";
                case "variant" -> " and sku like 'BENCH-%%'";
                case "price", "price_floor", "stock_level", "stock_move" ->
                    " and variant_id in (select id from core.variant where tenant_id = '%s' and sku like 'BENCH-%%')";
                case "channel_authorization" -> " and false";
                default -> "";
            };
            insert(
                    "core." + table,
                    ("tenant_id = '%s'" + which).formatted(from, from),
                    table.equals("stock_level")
                            ? "'tenant_id', '%s', 'reserved', 0".formatted(to)
                            : "'tenant_id', '%s'".formatted(to));
        }
        String token = token(index);
        UUID id = UUID.nameUUIDFromBytes(("bench key " + index).getBytes(StandardCharsets.UTF_8));
        insert(
                "core.api_key",
                "tenant_id = '%s' and name = 'Demo'".formatted(from),
                "'tenant_id', '%s', 'id', '%s', 'hint', 'bbbb'".formatted(to, id));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(pepper);
        try (PreparedStatement key = connection.prepareStatement(
                "insert into platform.api_key (id, tenant_id, secret_hash) values (?, ?, ?)")) {
            key.setObject(1, id);
            key.setObject(2, to);
            key.setBytes(3, mac.doFinal(token.getBytes(StandardCharsets.UTF_8)));
            key.executeUpdate();
        }
    }

    /** Copies rows of a table with other values in some columns. */
    private void insert(String table, String where, String values) throws SQLException {
        String columns = columns(table, "");
        execute("insert into %s (%s) select %s from (select jsonb_populate_record(t, jsonb_build_object(%s)) as r from %s t where %s) q"
                .formatted(table, columns, columns(table, "(r)."), values, table, where));
    }

    /** The columns of a table that take values, with something before each. */
    private String columns(String table, String before) throws SQLException {
        return text("""
                select string_agg('%s' || quote_ident(attname), ', ' order by attnum) from pg_attribute
                where attrelid = '%s'::regclass and attnum > 0 and not attisdropped and attgenerated = ''"""
                .formatted(before, table));
    }

    String text(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
