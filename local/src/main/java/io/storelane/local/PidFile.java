package io.storelane.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Remembers a child process on disk, so that a child left by a killed JVM is found and ended at the next start. A line
 * is {@code pid startMillis}; the start instant keeps a reused pid from being taken for ours.
 */
record PidFile(Path file) {

    static PidFile of(Path home, String name) {
        return new PidFile(home.resolve("pid").resolve(name + ".pid"));
    }

    void write(ProcessHandle process) {
        try {
            Files.createDirectories(file.getParent());
            List<String> lines = Stream.concat(Stream.of(process), process.descendants())
                    .map(p -> p.pid() + " " + started(p))
                    .toList();
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends every process recorded under this home that is still alive. */
    static void stopOrphans(Path home, Consumer<String> log) {
        Path dir = home.resolve("pid");
        if (!Files.isDirectory(dir)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(dir, "*.pid")) {
            for (Path file : files) {
                for (ProcessHandle orphan : alive(file)) {
                    log.accept("Stopping %s left by an earlier run (process %d)"
                            .formatted(file.getFileName().toString().replace(".pid", ""), orphan.pid()));
                    Processes.stop(orphan, Duration.ofSeconds(5));
                }
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<ProcessHandle> alive(Path file) throws IOException {
        var result = new ArrayList<ProcessHandle>();
        for (String line : Files.readAllLines(file)) {
            String[] part = line.strip().split(" ", -1);
            if (part.length == 2) {
                ProcessHandle.of(Long.parseLong(part[0]))
                        .filter(ProcessHandle::isAlive)
                        .filter(p -> started(p) == Long.parseLong(part[1]))
                        .ifPresent(result::add);
            }
        }
        return result;
    }

    private static long started(ProcessHandle process) {
        // Whole seconds: the kernel's clock ticks make the milliseconds differ between readings.
        return process.info().startInstant().map(i -> i.getEpochSecond()).orElse(0L);
    }
}
