package io.storelane.file;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where files are kept.
 *
 * @param folder all servers of an installation see the same one
 */
@ConfigurationProperties("storelane.file")
record FileProperties(@DefaultValue("data/files") Path folder) {}
