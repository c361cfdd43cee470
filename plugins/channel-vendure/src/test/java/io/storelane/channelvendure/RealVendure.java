package io.storelane.channelvendure;

import io.storelane.local.LoneDatabase;
import io.storelane.local.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Vendure with a PostgreSQL of its own, which one run of the tests shares; it ends with the JVM. */
final class RealVendure {

    static final String USER = "peer";
    static final String PASSWORD = "peer-password-1";

    private static final Duration LONGEST_START = Duration.ofMinutes(3);
    private static final Pattern DATABASE = Pattern.compile("//([^:/]+):(\\d+)/(\\w+)");

    private static @Nullable RealVendure started;

    private final HttpClient client = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.shared();
    private final LoneDatabase database;
    private final Process process;
    private final int port;
    private String token = "";

    private RealVendure(LoneDatabase database, Process process, int port) {
        this.database = database;
        this.process = process;
        this.port = port;
    }

    static synchronized RealVendure get() {
        RealVendure present = started;
        if (present == null) {
            try {
                present = start();
            } catch (IOException | SQLException e) {
                throw new IllegalStateException("Vendure does not start", e);
            }
            started = present;
        }
        return present;
    }

    private static RealVendure start() throws IOException, SQLException {
        String peers = System.getenv("STORELANE_PEERS");
        if (peers == null) {
            throw new IllegalStateException(
                    "These tests need a real Vendure: ./test --peers fetches one, or set STORELANE_PEERS to what"
                            + " local/peers/install.sh prints.");
        }
        Path home = Path.of("target/vendure").toAbsolutePath();
        Files.createDirectories(home);
        LoneDatabase database = LoneDatabase.start(home.resolve("database"), "select 1", line -> {});
        try {
            run(database, "drop role if exists vendure");
            run(database, "create role vendure superuser login password 'vendure'");
            Matcher where = DATABASE.matcher(String.valueOf(database.serverEnv().get("STORELANE_DB_URL")));
            if (!where.find()) {
                throw new IOException("No address of a database: " + database.serverEnv());
            }
            int port = Ports.freePort();
            Path log = home.resolve("vendure.log");
            ProcessBuilder node = new ProcessBuilder(
                            "node",
                            Path.of("../../local/peers/vendure/server.js")
                                    .toRealPath()
                                    .toString())
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            node.environment()
                    .putAll(Map.of(
                            "NODE_PATH",
                                    Path.of(peers, "vendure", "node_modules").toString(),
                            "NODE_ENV", "production",
                            "PORT", Integer.toString(port),
                            "DB_HOST", where.group(1),
                            "DB_PORT", where.group(2),
                            "DB_NAME", where.group(3),
                            "DB_USER", "vendure",
                            "DB_PASSWORD", "vendure"));
            RealVendure vendure = new RealVendure(database, node.start(), port);
            Runtime.getRuntime().addShutdownHook(new Thread(vendure::stop));
            vendure.await(log);
            return vendure;
        } catch (IOException | SQLException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static void run(LoneDatabase database, String sql) throws SQLException {
        try (Connection connection = database.admin();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void await(Path log) throws IOException {
        Instant end = Instant.now().plus(LONGEST_START);
        while (!Files.readString(log).contains("READY")) {
            try {
                if (process.waitFor(200, TimeUnit.MILLISECONDS) || Instant.now().isAfter(end)) {
                    throw new IOException("Vendure does not start:\n" + Files.readString(log));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        System.out.println(Files.readString(log)
                .lines()
                .filter(l -> l.contains("READY"))
                .findFirst()
                .orElseThrow()
                .replace("READY", "Vendure was ready after"));
    }

    private void stop() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        database.close();
    }

    /** Without its path. */
    String address() {
        return "http://127.0.0.1:" + port;
    }

    String adminApi() {
        return address() + "/admin-api";
    }

    /** Changes rows as no API does. */
    void sql(String sql) {
        try {
            run(database, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asks as the first administrator. */
    JsonNode admin(String document, Map<String, ?> variables) {
        if (token.isEmpty()) {
            HttpResponse<String> login = send(
                    adminApi(),
                    "",
                    "mutation { login(username: \"%s\", password: \"%s\") { __typename } }".formatted(USER, PASSWORD),
                    Map.of());
            token = login.headers().firstValue("vendure-auth-token").orElseThrow();
        }
        return data(send(adminApi(), token, document, variables));
    }

    HttpResponse<String> send(String url, String bearer, String document, Map<String, ?> variables) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        json.writeValueAsString(Map.of("query", document, "variables", variables))));
        if (!bearer.isEmpty()) {
            request.header("Authorization", "Bearer " + bearer);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    JsonNode data(HttpResponse<String> answer) {
        JsonNode body = json.readTree(answer.body());
        if (!body.path("errors").isEmpty()) {
            throw new IllegalStateException(answer.body());
        }
        return body.path("data");
    }

    /** A product of one variant with ten units. @param cents without tax @return id of the variant */
    String product(String sku, long cents) {
        String product = admin(
                        "mutation ($input: CreateProductInput!) { createProduct(input: $input) { id } }",
                        Map.of(
                                "input",
                                Map.of(
                                        "translations",
                                        List.of(Map.of(
                                                "languageCode",
                                                "en",
                                                "name",
                                                sku,
                                                "slug",
                                                sku.toLowerCase(java.util.Locale.ROOT),
                                                "description",
                                                "")))))
                .at("/createProduct/id")
                .asString();
        return admin(
                        "mutation ($input: [CreateProductVariantInput!]!) { createProductVariants(input: $input) { id } }",
                        Map.of(
                                "input",
                                List.of(Map.of(
                                        "productId",
                                        product,
                                        "sku",
                                        sku,
                                        "price",
                                        cents,
                                        "stockOnHand",
                                        10,
                                        "trackInventory",
                                        "TRUE",
                                        "translations",
                                        List.of(Map.of("languageCode", "en", "name", sku))))))
                .at("/createProductVariants/0/id")
                .asString();
    }

    /** What the shop has on hand, and what its orders hold. */
    Map<String, Long> stock(String variant) {
        JsonNode level = admin(
                        "query ($id: ID!) { productVariant(id: $id) { stockLevels { stockOnHand stockAllocated } } }",
                        Map.of("id", variant))
                .at("/productVariant/stockLevels/0");
        return Map.of(
                "onHand", level.path("stockOnHand").asLong(),
                "allocated", level.path("stockAllocated").asLong());
    }

    /** An order by its code, as people of the shop see it. */
    JsonNode order(String code) {
        String id = admin(
                        "query ($code: String!) { orders(options: {filter: {code: {eq: $code}}}) { items { id } } }",
                        Map.of("code", code))
                .at("/orders/items/0/id")
                .asString();
        return admin(
                        "query ($id: ID!) { order(id: $id) { id state updatedAt totalWithTax payments { id amount }"
                                + " lines { id quantity productVariant { sku } }"
                                + " fulfillments { id state method trackingCode lines { orderLineId quantity } } } }",
                        Map.of("id", id))
                .path("order");
    }

    /** Somebody with these permissions alone, and the usual password. @return the name to log in by */
    String administrator(String user, String... permissions) {
        String role = admin(
                        "mutation ($input: CreateRoleInput!) { createRole(input: $input) { id } }",
                        Map.of("input", Map.of("code", user, "description", user, "permissions", List.of(permissions))))
                .at("/createRole/id")
                .asString();
        admin(
                "mutation ($input: CreateAdministratorInput!) { createAdministrator(input: $input) { id } }",
                Map.of(
                        "input",
                        Map.of(
                                "firstName",
                                "Some",
                                "lastName",
                                "Body",
                                "emailAddress",
                                user,
                                "password",
                                PASSWORD,
                                "roleIds",
                                List.of(role))));
        return user;
    }

    /** A key that may do everything. */
    String apiKey() {
        JsonNode roles = admin("{ roles { items { id code } } }", Map.of()).at("/roles/items");
        String all = roles.valueStream()
                .filter(r -> r.path("code").asString("").equals("__super_admin_role__"))
                .map(r -> r.path("id").asString())
                .findFirst()
                .orElseThrow();
        return admin(
                        "mutation ($roles: [ID!]!) { createApiKey(input: {roleIds: $roles, translations: [{languageCode: en,"
                                + " name: \"key\"}]}) { apiKey } }",
                        Map.of("roles", List.of(all)))
                .at("/createApiKey/apiKey")
                .asString();
    }

    Buyer buyer() {
        return new Buyer();
    }

    /** Somebody in the shop. */
    final class Buyer {

        private String session = "";
        private String currency = "";

        Buyer paying(String code) {
            currency = "?currencyCode=" + code;
            return this;
        }

        private JsonNode ask(String document, Map<String, ?> variables) {
            HttpResponse<String> answer = send(address() + "/shop-api" + currency, session, document, variables);
            session = answer.headers().firstValue("vendure-auth-token").orElse(session);
            return data(answer);
        }

        Buyer add(String variant, long quantity) {
            JsonNode added = ask(
                    "mutation ($id: ID!, $quantity: Int!) { addItemToOrder(productVariantId: $id, quantity: $quantity) {"
                            + " __typename ... on ErrorResult { message } } }",
                    Map.of("id", variant, "quantity", quantity));
            require(added, "addItemToOrder", "Order");
            return this;
        }

        Buyer coupon(String code) {
            require(
                    ask(
                            "mutation ($code: String!) { applyCouponCode(couponCode: $code) { __typename"
                                    + " ... on ErrorResult { message } } }",
                            Map.of("code", code)),
                    "applyCouponCode",
                    "Order");
            return this;
        }

        /** Pays at once. @return code of the order */
        String pays() {
            return pays("paid-at-once");
        }

        String pays(String method) {
            require(ask("""
                            mutation {
                              setCustomerForOrder(input: {firstName: "Ann", lastName: "Li", emailAddress: "ann@example.com",
                                  phoneNumber: "+49 30 1234567"}) {
                                __typename ... on ErrorResult { message }
                              }
                            }""", Map.of()), "setCustomerForOrder", "Order");
            require(ask("""
                            mutation {
                              setOrderShippingAddress(input: {fullName: "Ann Li", company: "Tea House", streetLine1: "Road 1",
                                  streetLine2: "2nd floor", city: "Berlin", postalCode: "10115", countryCode: "DE",
                                  phoneNumber: "+49 30 1234567"}) {
                                __typename ... on ErrorResult { message }
                              }
                            }""", Map.of()), "setOrderShippingAddress", "Order");
            String shipping = ask("{ eligibleShippingMethods { id } }", Map.of())
                    .at("/eligibleShippingMethods/0/id")
                    .asString();
            require(
                    ask(
                            "mutation ($id: [ID!]!) { setOrderShippingMethod(shippingMethodId: $id) { __typename"
                                    + " ... on ErrorResult { message } } }",
                            Map.of("id", List.of(shipping))),
                    "setOrderShippingMethod",
                    "Order");
            require(
                    ask(
                            "mutation { transitionOrderToState(state: \"ArrangingPayment\") { __typename"
                                    + " ... on OrderStateTransitionError { message: transitionError } } }",
                            Map.of()),
                    "transitionOrderToState",
                    "Order");
            JsonNode paid = ask(
                    "mutation ($method: String!) { addPaymentToOrder(input: {method: $method, metadata: {}}) {"
                            + " __typename ... on Order { code } ... on ErrorResult { message } } }",
                    Map.of("method", method));
            require(paid, "addPaymentToOrder", "Order");
            return paid.at("/addPaymentToOrder/code").asString();
        }
    }

    static void require(JsonNode data, String what, String type) {
        if (!data.path(what).path("__typename").asString("").equals(type)) {
            throw new IllegalStateException(data.toString());
        }
    }
}
