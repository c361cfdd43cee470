package io.storelane.file;

import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Chooses the store by the settings. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FileProperties.class)
class FileStores {

    @Bean
    FileStore fileStore(FileProperties properties, Clock clock) {
        return properties.s3().bucket().isEmpty()
                ? new FolderStore(properties.folder(), clock)
                : new S3Store(properties.s3());
    }
}
