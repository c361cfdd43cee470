package io.storelane.developer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Parent, versions, API, tool and test kit of plugins, for Maven: it asks for files by their names alone. */
@Controller
@EnableConfigurationProperties(DeveloperProperties.class)
class MavenRepository {

    private final @Nullable Path root;

    MavenRepository(DeveloperProperties properties) throws IOException {
        Path folder = properties.repository();
        // what links lead to is compared below, so the root is without links too
        this.root = folder == null || !Files.isDirectory(folder) ? null : folder.toRealPath();
    }

    @GetMapping("/developer/maven/{*path}")
    ResponseEntity<Resource> file(@PathVariable String path) {
        return find(path)
                .<ResponseEntity<Resource>>map(file -> ResponseEntity.ok()
                        .contentType(MediaType.APPLICATION_OCTET_STREAM)
                        .body(new FileSystemResource(file)))
                .orElseGet(() -> ResponseEntity.notFound().build());
    }

    private Optional<Path> find(String path) {
        if (root == null) {
            return Optional.empty();
        }
        try {
            Path file = root.resolve(path.substring(1)).toRealPath();
            return file.startsWith(root) && Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
        } catch (IOException | InvalidPathException _) {
            return Optional.empty();
        }
    }
}
