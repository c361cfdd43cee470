package io.storelane.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.robothy.s3.rest.LocalS3;
import com.robothy.s3.rest.bootstrap.LocalS3Mode;
import io.storelane.tenancy.TenantId;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** What a store of files promises, asked of the folder and of a bucket of a server that speaks the S3 API. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FileStoreTests {

    private static final String BUCKET = "files";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set before all tests
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private LocalS3 server;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private S3Client admin;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private URI address;

    @BeforeAll
    void aBucket() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        server = LocalS3.builder().port(port).mode(LocalS3Mode.IN_MEMORY).build();
        server.start();
        address = URI.create("http://127.0.0.1:" + port);
        admin = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .endpointOverride(address)
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .build();
        admin.createBucket(b -> b.bucket(BUCKET));
    }

    @AfterAll
    void stop() {
        admin.close();
        server.shutdown();
    }

    private S3Store bucket(URI at, String prefix) {
        return new S3Store(new FileProperties.S3(BUCKET, "us-east-1", at, prefix, "key", "secret", true));
    }

    Stream<FileStore> stores() {
        return Stream.of(new FolderStore(folder, Clock.systemUTC()), bucket(address, ""), bucket(address, "shops/"));
    }

    private static String name(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    private static List<String> names(FileStore store, TenantId tenant) throws IOException {
        List<String> names = new ArrayList<>();
        store.names(tenant, names::addAll);
        return names.stream().sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("stores")
    void whatIsPutIsThereUntilItIsDeleted(FileStore store) throws Exception {
        TenantId one = new TenantId(UUID.randomUUID());
        TenantId two = new TenantId(UUID.randomUUID());
        byte[] large = new byte[5 * 1024 * 1024];
        new Random(1).nextBytes(large);
        byte[] small = "杯".getBytes(StandardCharsets.UTF_8);
        for (byte[] content : List.of(large, small, new byte[0])) {
            store.put(one, name(content), content);
            store.put(one, name(content), content);
            assertThat(Arrays.equals(store.get(one, name(content)), content)).isTrue();
        }
        store.put(two, name(small), small);
        assertThat(store.tenants()).contains(one, two);
        assertThat(names(store, one)).containsExactlyInAnyOrder(name(large), name(small), name(new byte[0]));
        assertThat(names(store, two)).containsExactly(name(small));
        store.delete(one, name(small));
        store.delete(one, name(small));
        assertThatThrownBy(() -> store.get(one, name(small))).isInstanceOf(NoSuchFileException.class);
        assertThat(store.get(two, name(small))).isEqualTo(small);
        assertThatThrownBy(() -> store.put(one, "../" + name(small), small))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manyNamesComeInPiecesAndWhatIsSomebodyElsesIsLeftOut() throws Exception {
        S3Store store = bucket(address, "many/");
        TenantId tenant = new TenantId(UUID.randomUUID());
        for (int i = 0; i < 505; i++) {
            byte[] content = ("content " + i).getBytes(StandardCharsets.UTF_8);
            store.put(tenant, name(content), content);
        }
        admin.putObject(b -> b.bucket(BUCKET).key("many/" + tenant + "/readme.txt"), RequestBody.fromString("x"));
        admin.putObject(b -> b.bucket(BUCKET).key("many/others/readme.txt"), RequestBody.fromString("x"));
        List<Integer> sizes = new ArrayList<>();
        store.names(tenant, some -> sizes.add(some.size()));
        assertThat(sizes).hasSizeGreaterThan(1).allMatch(size -> size <= 500);
        assertThat(names(store, tenant)).hasSize(505).doesNotHaveDuplicates();
        assertThat(store.tenants()).containsExactly(tenant);
    }

    @Test
    void whatWasSpoiledInTheStoreIsNotGivenOut() throws Exception {
        S3Store store = bucket(address, "");
        TenantId tenant = new TenantId(UUID.randomUUID());
        byte[] content = "as it was".getBytes(StandardCharsets.UTF_8);
        store.put(tenant, name(content), content);
        String key = tenant + "/" + name(content);
        admin.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromString("another thing"));
        assertThatThrownBy(() -> store.get(tenant, name(content)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not what was stored");
    }

    @Test
    void aStoreThatDoesNotAnswerIsSaidInTime() throws Exception {
        try (ServerSocket silent = new ServerSocket(0);
                S3Store store = bucket(URI.create("http://127.0.0.1:" + silent.getLocalPort()), "")) {
            long begun = System.nanoTime();
            assertThatThrownBy(() -> store.put(new TenantId(UUID.randomUUID()), name(new byte[1]), new byte[1]))
                    .isInstanceOf(IOException.class);
            assertThat(System.nanoTime() - begun).isLessThan(6_000_000_000L);
        }
        assertThatThrownBy(() -> new S3Store(new FileProperties.S3("none", "us-east-1", address, "", "k", "s", true))
                        .get(new TenantId(UUID.randomUUID()), name(new byte[1])))
                .isInstanceOf(IOException.class);
    }
}
