package io.storelane.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The folder with the unpacked programs, shared by all homes of a working copy. */
final class Dist {
    private static final Map<String, ReentrantLock> IN_THIS_PROCESS = new ConcurrentHashMap<>();

    private Dist() {}

    interface Step<T> {
        T run() throws IOException;
    }

    /** The folder that holds {@code .mvn}, looked for from the working directory upwards. */
    static @Nullable Path project() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(".mvn"))) {
                return at;
            }
        }
        return null;
    }

    static Path folder(Path home) {
        Path project = project();
        if (project != null) {
            return project.resolve(".storelane").resolve("dist");
        }
        return home.toAbsolutePath().normalize().resolveSibling("dist");
    }

    static String version(String program) {
        Properties versions = new Properties();
        try (InputStream in = Dist.class.getResourceAsStream("/versions.properties")) {
            if (in == null) {
                throw new LocalFailure(
                        "The build of the local module is incomplete: build it with Maven, then try again.");
            }
            versions.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String version = versions.getProperty(program, "");
        if (version.isEmpty() || version.startsWith("@")) {
            throw new LocalFailure("The local module was built without its version numbers: build it with Maven.");
        }
        return version;
    }

    /** Runs a step that no other process may run on this folder at the same time. */
    static <T> T alone(Path dist, String what, Step<T> step) {
        ReentrantLock here = IN_THIS_PROCESS.computeIfAbsent(what, _ -> new ReentrantLock());
        here.lock();
        try {
            Files.createDirectories(dist);
            try (FileChannel channel = FileChannel.open(
                            dist.resolve("." + what + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid()) {
                    throw new IOException("lost the lock on " + dist);
                }
                return step.run();
            }
        } catch (IOException e) {
            throw new LocalFailure("Could not prepare " + what + " in " + dist + ": " + e.getMessage(), e);
        } finally {
            here.unlock();
        }
    }

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
