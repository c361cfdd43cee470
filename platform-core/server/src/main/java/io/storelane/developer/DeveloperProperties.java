package io.storelane.developer;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What authors of plugins are offered.
 *
 * @param repository folder laid out as a Maven repository; none: nothing is offered
 */
@ConfigurationProperties("storelane.developer")
record DeveloperProperties(@Nullable Path repository) {}
