package io.storelane.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A lock on a directory that the system releases when this JVM ends, however it ends. */
final class DirectoryLock implements AutoCloseable {
    private static final Object ONE_THREAD = new Object();

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    interface Work<T> {
        T run() throws IOException;
    }

    /** Runs work that must happen once, in one process and one thread at a time; the others wait. */
    static <T> T under(Path directory, Work<T> work) {
        synchronized (ONE_THREAD) {
            try {
                Files.createDirectories(directory);
                try (FileChannel channel = open(directory);
                        FileLock _ = channel.lock()) {
                    return work.run();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Takes the directory for as long as this JVM runs, or says who has it. */
    static DirectoryLock take(Path directory) {
        try {
            Files.createDirectories(directory);
            FileChannel channel = open(directory);
            if (tryLock(channel) == null) {
                String holder = Files.readString(directory.resolve("lock"), StandardCharsets.UTF_8)
                        .strip();
                channel.close();
                throw new LocalStackException("Storelane is already running from %s%s. Stop it first (Ctrl-C there)."
                        .formatted(directory, holder.isEmpty() ? "" : " (process " + holder + ")"));
            }
            channel.truncate(0);
            channel.write(
                    StandardCharsets.UTF_8.encode(
                            Long.toString(ProcessHandle.current().pid())),
                    0);
            return new DirectoryLock(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    private static FileChannel open(Path directory) throws IOException {
        return FileChannel.open(
                directory.resolve("lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
