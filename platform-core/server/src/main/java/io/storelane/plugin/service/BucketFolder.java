package io.storelane.plugin.service;

import io.storelane.http.OutgoingHttp;
import io.storelane.plugin.api.Folders;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A folder in a bucket. A store of this kind shows a file when all of it is there. */
final class BucketFolder implements Folders.Folder {

    private static final Logger log = LoggerFactory.getLogger(BucketFolder.class);

    /** Stores that take the bucket as a part of the host alone, or are to be called so (AWS, Alibaba Cloud OSS, Tencent Cloud COS). */
    private static final Pattern BY_HOST = Pattern.compile(
            "(.*\\.)?(amazonaws\\.com(\\.cn)?|aliyuncs\\.com|myqcloud\\.com)", Pattern.CASE_INSENSITIVE);

    private static final Set<String> DENIED =
            Set.of("AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidSecurity");

    private final OutgoingHttp http;
    private final URI address;
    private final Folders.Place place;

    BucketFolder(OutgoingHttp http, URI address, Folders.Place place) {
        this.http = http;
        this.address = address;
        this.place = place;
    }

    private <T> T asked(int mostBytes, Function<S3Client, T> work) throws Folders.FolderException {
        GuardedClient guarded = new GuardedClient(http, mostBytes);
        try (S3Client client = client(guarded)) {
            return work.apply(client);
        } catch (S3Exception e) {
            throw new Folders.FolderException(fault(e), word(e));
        } catch (SdkException e) {
            log.debug("A store did not answer as it should", e);
            Folders.Fault fault = guarded.isCut()
                    ? Folders.Fault.TOO_LARGE
                    : guarded.isForbidden() ? Folders.Fault.PLACE : Folders.Fault.AWAY;
            throw new Folders.FolderException(fault, guarded.word());
        }
    }

    private S3Client client(GuardedClient guarded) {
        return S3Client.builder()
                .httpClient(guarded)
                .endpointOverride(address)
                .region(Region.of(
                        place.region().isEmpty() ? "us-east-1" : place.region().toLowerCase(Locale.ROOT)))
                .forcePathStyle(!BY_HOST.matcher(address.getHost()).matches())
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(place.key(), place.secret())))
                // stores of others do not know the checksums that are new
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(c -> c.chunkedEncodingEnabled(false))
                // whoever asks tries again
                .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    private static Folders.Fault fault(S3Exception e) {
        return switch (e.statusCode()) {
            case 401, 403 -> Folders.Fault.DENIED;
            case 404 -> Folders.Fault.MISSING;
            default -> DENIED.contains(word(e)) ? Folders.Fault.DENIED : Folders.Fault.AWAY;
        };
    }

    private static String word(S3Exception e) {
        return e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
                ? Integer.toString(e.statusCode())
                : e.awsErrorDetails().errorCode();
    }

    private String key(String name) throws Folders.FolderException {
        return place.prefix() + FolderServices.checkPath(name);
    }

    @Override
    public List<Folders.Entry> list(int most) throws Folders.FolderException {
        List<S3Object> found = asked(
                GuardedClient.LIST,
                client -> client.listObjectsV2(r -> r.bucket(place.bucket())
                                .prefix(place.prefix())
                                .delimiter("/")
                                .maxKeys(Math.clamp(most, 1, 1_000)))
                        .contents());
        return found.stream()
                .filter(o -> !o.key().endsWith("/") && o.key().startsWith(place.prefix()))
                .map(o -> new Folders.Entry(o.key().substring(place.prefix().length()), o.size(), o.lastModified()))
                .filter(e -> e.name().indexOf('/') < 0)
                .toList();
    }

    @Override
    public byte[] read(String name, int most) throws Folders.FolderException {
        String key = key(name);
        // what says why it cannot be read may be longer than the file
        byte[] content = asked(
                Math.max(most, GuardedClient.LIST),
                client -> client.getObjectAsBytes(r -> r.bucket(place.bucket()).key(key))
                        .asByteArray());
        if (content.length > most) {
            throw new Folders.FolderException(Folders.Fault.TOO_LARGE, "More than " + most + " bytes");
        }
        return content;
    }

    @Override
    public void write(String name, String mediaType, byte[] content) throws Folders.FolderException {
        String key = key(name);
        asked(
                GuardedClient.LIST,
                client -> client.putObject(
                        r -> r.bucket(place.bucket()).key(key).contentType(mediaType), RequestBody.fromBytes(content)));
    }

    /** The store copies it; a process that dies in between leaves both. */
    @Override
    public void move(String name, String to) throws Folders.FolderException {
        String from = key(name);
        String target = key(to);
        asked(GuardedClient.LIST, client -> {
            client.copyObject(r -> r.sourceBucket(place.bucket())
                    .sourceKey(from)
                    .destinationBucket(place.bucket())
                    .destinationKey(target));
            return client.deleteObject(r -> r.bucket(place.bucket()).key(from));
        });
    }
}
