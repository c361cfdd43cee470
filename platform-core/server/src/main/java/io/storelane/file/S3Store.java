package io.storelane.file;

import io.storelane.tenancy.TenantId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Keeps files in a bucket of a store that speaks the S3 API: {@code <prefix><tenant>/<name>}. A store of this kind shows an object
 * when all of it is there, and to everybody at once.
 */
class S3Store implements FileStore, AutoCloseable {

    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");

    /** A content is written inside of a transaction, which may last five seconds. */
    private static final Duration LONGEST = Duration.ofMillis(4_500);

    private static final int NOT_FOUND = 404;

    private final S3Client client;
    private final String bucket;
    private final String prefix;

    S3Store(FileProperties.S3 settings) {
        this.bucket = settings.bucket();
        this.prefix = settings.prefix();
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder().connectionTimeout(Duration.ofSeconds(2)))
                .region(Region.of(settings.region()))
                .forcePathStyle(settings.pathStyle())
                // stores of others do not know the checksums that are new; a content is compared with its name instead
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(c -> c.apiCallTimeout(LONGEST));
        @Nullable URI endpoint = settings.endpoint();
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        if (!settings.accessKey().isEmpty()) {
            builder.credentialsProvider(StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(settings.accessKey(), settings.secretKey())));
        }
        this.client = builder.build();
    }

    @Override
    public void put(TenantId tenant, String name, byte[] content) throws IOException {
        String key = key(tenant, name);
        asked(() -> {
            if (!exists(key)) {
                client.putObject(
                        r -> r.bucket(bucket).key(key).contentType("application/octet-stream"),
                        RequestBody.fromBytes(content));
            }
            return key;
        });
    }

    private boolean exists(String key) {
        try {
            client.headObject(r -> r.bucket(bucket).key(key));
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public byte[] get(TenantId tenant, String name) throws IOException {
        String key = key(tenant, name);
        byte[] content = asked(
                () -> client.getObjectAsBytes(r -> r.bucket(bucket).key(key)).asByteArrayUnsafe());
        if (!Sha256.of(content).equals(name)) {
            throw new IOException("Object " + key + " is not what was stored");
        }
        return content;
    }

    @Override
    public void delete(TenantId tenant, String name) throws IOException {
        String key = key(tenant, name);
        asked(() -> client.deleteObject(r -> r.bucket(bucket).key(key)));
    }

    @Override
    public List<TenantId> tenants() throws IOException {
        return asked(() -> {
            List<TenantId> tenants = new ArrayList<>();
            // one key of each folder, then past it: not every server groups keys by a delimiter behind a prefix
            String after = prefix;
            while (true) {
                String last = after;
                List<S3Object> next = client.listObjectsV2(r ->
                                r.bucket(bucket).prefix(prefix).startAfter(last).maxKeys(1))
                        .contents();
                if (next.isEmpty()) {
                    break;
                }
                String key = next.getFirst().key();
                int end = key.indexOf('/', prefix.length());
                if (end < 0) {
                    after = key;
                    continue;
                }
                try {
                    tenants.add(new TenantId(UUID.fromString(key.substring(prefix.length(), end))));
                } catch (IllegalArgumentException _) {
                    // somebody else's
                }
                after = key.substring(0, end) + (char) ('/' + 1);
            }
            return tenants;
        });
    }

    @Override
    public void names(TenantId tenant, Consumer<List<String>> some) throws IOException {
        String folder = prefix + tenant + "/";
        @Nullable String after = null;
        do {
            String last = after;
            List<String> keys =
                    asked(() -> client
                            .listObjectsV2(r -> r.bucket(bucket)
                                    .prefix(folder)
                                    .startAfter(last)
                                    .maxKeys(500))
                            .contents()
                            .stream()
                            .map(o -> o.key())
                            .toList());
            List<String> names = keys.stream()
                    .map(key -> key.substring(folder.length()))
                    .filter(name -> NAME.matcher(name).matches())
                    .toList();
            if (!names.isEmpty()) {
                some.accept(names);
            }
            after = keys.isEmpty() ? null : keys.getLast();
        } while (after != null);
    }

    @Override
    public void close() {
        client.close();
    }

    private interface Ask<T> {
        T get();
    }

    private static <T> T asked(Ask<T> ask) throws IOException {
        try {
            return ask.get();
        } catch (NoSuchKeyException e) {
            throw (NoSuchFileException) new NoSuchFileException("the bucket has no such object").initCause(e);
        } catch (SdkException e) {
            throw new IOException("The object store did not do it", e);
        }
    }

    private String key(TenantId tenant, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("no name of a file");
        }
        return prefix + tenant + "/" + name;
    }
}
