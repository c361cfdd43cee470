package io.storelane.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starting, finding and ending child processes. */
final class Processes {
    private Processes() {}

    /**
     * A builder whose child has its own session, so that Ctrl-C in the terminal reaches only this JVM and the children
     * are stopped in order.
     */
    static ProcessBuilder detached(List<String> command) {
        var full = new ArrayList<String>();
        if (onPath("setsid")) {
            full.add("setsid");
        }
        full.addAll(command);
        return new ProcessBuilder(full)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    }

    static boolean onPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        return Stream.of(path.split(":", -1)).anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
    }

    /** Runs a command to its end; a non-zero exit becomes a message with the last lines of its output. */
    static String run(List<String> command, Map<String, String> env, Duration limit) {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(env);
        try {
            Path output = Files.createTempFile("storelane", ".out");
            try {
                Process process = builder.redirectOutput(output.toFile()).start();
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    stop(process.toHandle(), Duration.ofSeconds(1));
                    throw new LocalStackException(
                            command.getFirst() + " did not end within " + limit.toSeconds() + " s");
                }
                String text = Files.readString(output, StandardCharsets.UTF_8);
                if (process.exitValue() != 0) {
                    throw new LocalStackException("%s ended with %d:%n%s"
                            .formatted(String.join(" ", command), process.exitValue(), tail(text, 30)));
                }
                return text;
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("Interrupted while running " + command.getFirst(), e);
        }
    }

    static boolean succeeds(List<String> command) {
        try {
            run(command, Map.of(), Duration.ofSeconds(10));
            return true;
        } catch (LocalStackException | UncheckedIOException _) {
            return false;
        }
    }

    /** Ends a process and its children: politely first, by force after the limit. */
    static void stop(ProcessHandle process, Duration limit) {
        List<ProcessHandle> children = process.descendants().toList();
        children.forEach(ProcessHandle::destroy);
        process.destroy();
        long end = System.nanoTime() + limit.toNanos();
        var all = new ArrayList<>(children);
        all.add(process);
        while (all.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < end) {
            pause(20);
        }
        all.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
    }

    static void signal(long pid, String signal) {
        succeeds(List.of("kill", "-" + signal, Long.toString(pid)));
    }

    static Optional<String> commandLine(ProcessHandle process) {
        // ProcessHandle truncates long command lines, /proc does not.
        try {
            String raw = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
            if (!raw.isEmpty()) {
                return Optional.of(raw.replace('\0', ' ').strip());
            }
        } catch (IOException _) {
            // Not Linux, or the process is gone.
        }
        return process.info().commandLine();
    }

    static String tail(Path log, int lines) {
        try {
            return Files.exists(log) ? tail(Files.readString(log, StandardCharsets.ISO_8859_1), lines) : "(no log)";
        } catch (IOException e) {
            return "(log not readable: " + e.getMessage() + ")";
        }
    }

    private static String tail(String text, int lines) {
        List<String> all = text.lines().toList();
        return String.join(System.lineSeparator(), all.subList(Math.max(0, all.size() - lines), all.size()));
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("Interrupted", e);
        }
    }
}
