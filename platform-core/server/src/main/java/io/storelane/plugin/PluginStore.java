package io.storelane.plugin;

import io.storelane.file.FileStore;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * The jars: in the file store for all servers, under their SHA-256; and a copy in this server's folder, which is what is loaded.
 * They belong to no tenant, so they lie under an id that no tenant has; the sweep of files leaves it alone.
 */
@Component
@EnableConfigurationProperties(PluginProperties.class)
class PluginStore {

    private static final Logger log = LoggerFactory.getLogger(PluginStore.class);
    private static final TenantId PLATFORM = new TenantId(new UUID(0, 0));

    private final FileStore files;
    private final PluginProperties properties;

    PluginStore(FileStore files, PluginProperties properties) {
        this.files = files;
        this.properties = properties;
    }

    void keep(PluginArchive archive) {
        try {
            files.put(PLATFORM, archive.sha256(), archive.bytes());
        } catch (IOException e) {
            log.error(
                    "The jar of plugin {} could not be stored",
                    archive.manifest().id(),
                    e);
            throw new ProblemException(PluginProblem.NOT_KEPT);
        }
    }

    /** A release from the store, verified as when it was installed. */
    PluginArchive archive(String sha256, String signature) {
        byte[] bytes;
        try {
            bytes = files.get(PLATFORM, sha256);
        } catch (IOException e) {
            log.error("The jar {} cannot be read from the store", sha256, e);
            throw new ProblemException(PluginProblem.NOT_KEPT);
        }
        PluginArchive archive = PluginArchive.read(bytes, properties.maxSize());
        if (!archive.sha256().equals(sha256)) {
            throw new ProblemException(
                    PluginProblem.SIGNATURE,
                    archive.manifest().id(),
                    archive.manifest().version());
        }
        PluginSignature.check(archive, signature, properties.keys());
        return archive;
    }

    /** A file of exactly the bytes that were verified. */
    Path file(PluginArchive archive) {
        try {
            Path folder = Files.createDirectories(properties.folder().toAbsolutePath());
            Path file = folder.resolve(
                    archive.sha256() + "-" + ProcessHandle.current().pid() + ".jar");
            Path next = Files.createTempFile(folder, "next", ".jar");
            Files.write(next, archive.bytes());
            return Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log.error(
                    "The jar of plugin {} cannot be written to the folder of plugins",
                    archive.manifest().id(),
                    e);
            throw new ProblemException(PluginProblem.NOT_KEPT);
        }
    }

    /** Another file of these bytes, to look into: the one that is loaded stays as it is. */
    Path aside(PluginArchive archive) {
        try {
            Path folder = Files.createDirectories(properties.folder().toAbsolutePath());
            return Files.write(Files.createTempFile(folder, "look", ".jar"), archive.bytes());
        } catch (IOException e) {
            log.error(
                    "The jar of plugin {} cannot be written to the folder of plugins",
                    archive.manifest().id(),
                    e);
            throw new ProblemException(PluginProblem.NOT_KEPT);
        }
    }

    void forgetFile(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn("{} could not be removed", file, e);
        }
    }

    void forget(String sha256) {
        try {
            files.delete(PLATFORM, sha256);
        } catch (IOException e) {
            log.warn("The jar {} could not be removed from the store", sha256, e);
        }
    }
}
