package io.storelane.plugin.service;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Folders on the disk in which workspaces exchange files with others.
 *
 * @param root has a folder for each workspace, named by its id; all servers see the same. Null: there are none
 */
@ConfigurationProperties("storelane.exchange")
record FolderProperties(@Nullable Path root) {}
