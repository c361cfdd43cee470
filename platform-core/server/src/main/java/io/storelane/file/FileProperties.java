package io.storelane.file;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where files are kept: in a bucket if one is named, else in a folder.
 *
 * @param folder all servers of an installation see the same one
 * @param s3 a store that speaks the S3 API
 */
@ConfigurationProperties("storelane.file")
record FileProperties(
        @DefaultValue("data/files") Path folder,
        @DefaultValue S3 s3) {

    /**
     * @param bucket exists already; empty = files are kept in the folder
     * @param endpoint of another store than Amazon's
     * @param prefix begins the names of all objects
     * @param accessKey without one, what the machine itself may do counts: environment, profile or role
     * @param pathStyle true if the bucket stands in the path of addresses, not in their host
     */
    record S3(
            @DefaultValue("") String bucket,
            @DefaultValue("us-east-1") String region,
            @Nullable URI endpoint,
            @DefaultValue("") String prefix,
            @DefaultValue("") String accessKey,
            @DefaultValue("") String secretKey,
            @DefaultValue("false") boolean pathStyle) {

        @Override
        public String toString() {
            return "S3[bucket=" + bucket + ", region=" + region + ", endpoint=" + endpoint + ", prefix=" + prefix + "]";
        }
    }
}
