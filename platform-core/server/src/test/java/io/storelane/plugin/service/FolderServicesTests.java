package io.storelane.plugin.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.robothy.s3.rest.LocalS3;
import com.robothy.s3.rest.bootstrap.LocalS3Mode;
import com.sun.net.httpserver.HttpServer;
import io.storelane.http.OutgoingHttp;
import io.storelane.local.Ports;
import io.storelane.plugin.api.Folders;
import io.storelane.support.ServerTests;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** What a folder promises, asked of one on the disk and of one in a bucket of a server that speaks the S3 API. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FolderServicesTests extends ServerTests {

    private static final String BUCKET = "exchange";
    private static final String SECRET = "secret";

    private final OutgoingHttp http;
    private final TransactionTemplate transaction;
    private final TenantId tenant = new TenantId(Ids.next());

    @TempDir
    @SuppressWarnings("NullAway.Init") // set before all tests
    private Path disk;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private LocalS3 server;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private String address;

    @Autowired
    FolderServicesTests(OutgoingHttp http, TransactionTemplate transaction) {
        this.http = http;
        this.transaction = transaction;
    }

    @BeforeAll
    void aBucket() {
        int port = Ports.freePort();
        server = LocalS3.builder().port(port).mode(LocalS3Mode.IN_MEMORY).build();
        server.start();
        address = "http://127.0.0.1:" + port;
        try (S3Client admin = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .endpointOverride(URI.create(address))
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", SECRET)))
                .build()) {
            admin.createBucket(b -> b.bucket(BUCKET));
        }
    }

    @AfterAll
    void stop() {
        server.shutdown();
    }

    private Folders.Place onDisk(String prefix) {
        return new Folders.Place("disk", BUCKET, prefix, "", "", "");
    }

    private Folders.Place inBucket(String prefix) {
        return new Folders.Place(address, BUCKET, prefix, "", "key", SECRET);
    }

    Stream<Folders.Place> places() {
        return Stream.of(onDisk("shop/in/"), inBucket("shop/in/"), onDisk(""));
    }

    private Folders folders() {
        return new FolderServices()
                .foldersService(http, new FolderProperties(disk))
                .make()
                .plugin("any");
    }

    private Folders.Folder folder(Folders.Place place) throws Folders.FolderException {
        return folders().open(place);
    }

    private <T> T in(TenantId where, Callable<T> work) throws Exception {
        return Scope.tenant(where).call(work::call);
    }

    private static void fails(Folders.Fault fault, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        Folders.FolderException.class,
                        e -> assertThat(e.fault()).as(e.getMessage()).isEqualTo(fault));
    }

    private static List<String> names(Folders.Folder folder) throws Folders.FolderException {
        return folder.list(1_000).stream().map(Folders.Entry::name).toList();
    }

    @ParameterizedTest
    @MethodSource("places")
    void filesAreListedReadWrittenAndMoved(Folders.Place place) throws Exception {
        // the server of the test cuts lists whose names are no ASCII
        String orders = place.address().equals("disk") ? "orders 订单.csv" : "orders 1.csv";
        byte[] all = new byte[70_000];
        IntStream.range(0, all.length).forEach(i -> all[i] = (byte) i);
        in(tenant, () -> {
            Folders.Folder folder = folder(place);
            assertThat(folder.list(10)).isEmpty();
            folder.write(orders, "text/csv", all);
            folder.write("b.csv", "text/csv", new byte[0]);
            folder.write("out/stock.csv", "text/csv", "SKU".getBytes(StandardCharsets.UTF_8));
            assertThat(names(folder)).containsExactly("b.csv", orders);
            Folders.Entry entry = folder.list(10).getLast();
            assertThat(entry.size()).isEqualTo(all.length);
            assertThat(entry.changedAt())
                    .isBetween(
                            Instant.now().minus(Duration.ofMinutes(1)),
                            Instant.now().plus(Duration.ofMinutes(1)));
            assertThat(folder.read(orders, all.length)).isEqualTo(all);
            assertThat(folder.read("b.csv", 10)).isEmpty();
            fails(Folders.Fault.TOO_LARGE, () -> folder.read(orders, all.length - 1));
            fails(Folders.Fault.MISSING, () -> folder.read("none.csv", 10));
            fails(Folders.Fault.MISSING, () -> folder.move("none.csv", "done/none.csv"));

            folder.write("b.csv", "text/csv", new byte[] {1});
            folder.move(orders, "done/" + orders);
            folder.move("b.csv", "done/" + orders);
            assertThat(folder.list(10)).isEmpty();
            assertThat(folder.read("done/" + orders, 10)).containsExactly(1);
            return true;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x.csv", "a/../../x", "", "a//b", "/etc/passwd", ".", "a\\b", "a\u0000b", "done/"})
    void namesThatLeadElsewhereAreNone(String name) throws Exception {
        for (Folders.Place place : List.of(onDisk("names/"), inBucket("names/"))) {
            in(tenant, () -> {
                Folders.Folder folder = folder(place);
                fails(Folders.Fault.PLACE, () -> folder.read(name, 10));
                fails(Folders.Fault.PLACE, () -> folder.write(name, "text/csv", new byte[1]));
                fails(Folders.Fault.PLACE, () -> folder.move("a", name));
                fails(Folders.Fault.PLACE, () -> folder.move(name, "a"));
                return true;
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://10.0.0.1, b, ''",
        "https://169.254.169.254, b, ''",
        "ftp://example.com, b, ''",
        "https://s3.example.com/bucket, b, ''",
        "https://s3.example.com, ../b, ''",
        "https://s3.example.com, b, ../",
        "https://s3.example.com, b, a",
        "disk, ../b, ''",
        "disk, b, ../../",
        "disk, b, a/../../../"
    })
    void placesThatCannotBe(String where, String bucket, String prefix) throws Exception {
        in(tenant, () -> {
            fails(Folders.Fault.PLACE, () -> folder(new Folders.Place(where, bucket, prefix, "", "key", SECRET)));
            return true;
        });
    }

    @Test
    void aFolderOnTheDiskIsOfOneWorkspaceAndWithoutLinks() throws Exception {
        in(tenant, () -> {
            folder(onDisk("wall/")).write("ours.csv", "text/csv", new byte[1]);
            return true;
        });
        TenantId other = new TenantId(Ids.next());
        in(other, () -> {
            assertThat(folder(onDisk("wall/")).list(10)).isEmpty();
            fails(Folders.Fault.MISSING, () -> folder(onDisk("wall/")).read("ours.csv", 10));
            return true;
        });
        Path theirs = disk.resolve(other.value().toString()).resolve(BUCKET).resolve("wall");
        Path ours = disk.resolve(tenant.value().toString()).resolve(BUCKET).resolve("wall");
        Files.createDirectories(theirs);
        Files.createSymbolicLink(theirs.resolve("link.csv"), ours.resolve("ours.csv"));
        Files.createSymbolicLink(theirs.resolve("links"), ours);
        Files.write(theirs.resolve(".half.csv"), new byte[1]);
        in(other, () -> {
            assertThat(folder(onDisk("wall/")).list(10)).isEmpty();
            fails(Folders.Fault.DENIED, () -> folder(onDisk("wall/")).read("link.csv", 10));
            fails(Folders.Fault.DENIED, () -> folder(onDisk("wall/")).read("links/ours.csv", 10));
            fails(Folders.Fault.DENIED, () -> folder(onDisk("wall/links/")).list(10));
            return true;
        });
        in(tenant, () -> {
            fails(
                    Folders.Fault.PLACE,
                    () -> new FolderServices()
                            .foldersService(http, new FolderProperties(null))
                            .make()
                            .plugin("any")
                            .open(onDisk("")));
            return true;
        });
    }

    /** What arrives at a store is what was signed, or real ones refuse it; and what they refuse is told by its kind. */
    @Test
    void callsArriveAsTheyWereSigned() throws Exception {
        List<String> faults = new CopyOnWriteArrayList<>();
        List<String> seen = new CopyOnWriteArrayList<>();
        HttpServer store = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 10);
        store.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String fault = SignedCall.fault(exchange, body, SECRET);
            seen.add(exchange.getRequestMethod());
            if (!fault.isEmpty()) {
                faults.add(fault);
            }
            boolean wrong =
                    exchange.getRequestHeaders().getFirst("Authorization").contains("Credential=stranger/");
            byte[] answer = (wrong
                            ? "<Error><Code>InvalidAccessKeyId</Code></Error>"
                            : "<CopyObjectResult><ETag>x</ETag></CopyObjectResult>")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(wrong ? 403 : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        store.start();
        try {
            String here = "http://127.0.0.1:" + store.getAddress().getPort();
            in(tenant, () -> {
                Folders.Folder folder = folder(new Folders.Place(here, BUCKET, "in 1/", "cn-east-3", "key", SECRET));
                folder.write("订单 +1.csv", "text/csv", "a,b\n".getBytes(StandardCharsets.UTF_8));
                folder.read("订单 +1.csv", 1_000);
                folder.move("订单 +1.csv", "done/订单 +1.csv");
                fails(
                        Folders.Fault.DENIED,
                        () -> folder(new Folders.Place(here, BUCKET, "", "", "stranger", SECRET))
                                .list(1));
                return true;
            });
        } finally {
            store.stop(0);
        }
        assertThat(faults).isEmpty();
        assertThat(seen).containsExactly("PUT", "GET", "PUT", "DELETE", "GET");
        in(tenant, () -> {
            fails(
                    Folders.Fault.AWAY,
                    () -> folder(new Folders.Place(
                                    "http://127.0.0.1:" + Ports.freePort(), BUCKET, "", "", "key", SECRET))
                            .list(1));
            fails(
                    Folders.Fault.MISSING,
                    () -> folder(new Folders.Place(address, "none", "", "", "key", SECRET))
                            .list(1));
            return true;
        });
    }

    @Test
    void noTransactionWaitsForAFolder() {
        assertThatThrownBy(() -> in(
                        tenant,
                        () -> transaction.execute(_ -> {
                            try {
                                return folder(onDisk(""));
                            } catch (Folders.FolderException e) {
                                throw new AssertionError(e);
                            }
                        })))
                .isInstanceOf(IllegalStateException.class);
    }
}
