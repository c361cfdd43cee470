package io.storelane.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Questions to the operating system. */
final class Machine {
    private Machine() {}

    /** Stops with a clear message when something else listens on a port. */
    static void portMustBeFree(int port, String use) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 1);
        } catch (IOException e) {
            String owner = owner(port);
            throw new LocalFailure(
                    "Port " + port + " (" + use + ") is taken by "
                            + (owner == null ? "another program" : owner)
                            + ". Stop it, then start again, or choose other ports.",
                    e);
        }
    }

    /** The process that listens on a port, as far as this user may see it. */
    static @Nullable String owner(int port) {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        List<String> inodes = new ArrayList<>();
        for (String table : new String[] {"/proc/net/tcp", "/proc/net/tcp6"}) {
            try {
                for (String line : Files.readAllLines(Path.of(table))) {
                    String[] field = line.trim().split("\\s+", -1);
                    if (field.length > 9 && field[1].endsWith(suffix) && field[3].equals("0A")) {
                        inodes.add("socket:[" + field[9] + "]");
                    }
                }
            } catch (IOException _) {
                // no such table on this system
            }
        }
        if (inodes.isEmpty()) {
            return null;
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, inodes)) {
                    long pid = Long.parseLong(String.valueOf(process.getFileName()));
                    String command = commandLine(pid);
                    return "process " + pid
                            + (command.isEmpty()
                                    ? ""
                                    : " (" + command.substring(0, Math.min(120, command.length())) + ")");
                }
            }
        } catch (IOException _) {
            return null;
        }
        return null;
    }

    private static boolean holds(Path process, List<String> inodes) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                try {
                    if (inodes.contains(Files.readSymbolicLink(file).toString())) {
                        return true;
                    }
                } catch (IOException _) {
                    // closed meanwhile
                }
            }
        } catch (IOException _) {
            return false;
        }
        return false;
    }

    /** The command line of a process, its parts divided by blanks; empty if it cannot be read. */
    static String commandLine(long pid) {
        try {
            return new String(Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline")), StandardCharsets.UTF_8)
                    .replace('\0', ' ')
                    .trim();
        } catch (IOException _) {
            return ProcessHandle.of(pid)
                    .flatMap(handle -> handle.info().commandLine())
                    .orElse("");
        }
    }

    /** Sends a signal by name, such as INT. */
    static void signal(long pid, String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!kill.waitFor(5, TimeUnit.SECONDS)) {
                kill.destroyForcibly();
            }
        } catch (IOException e) {
            throw new LocalFailure("Could not stop process " + pid + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until a process is gone; false if it is still there after the time. */
    static boolean gone(long pid, Duration max) {
        long end = System.nanoTime() + max.toNanos();
        while (System.nanoTime() < end) {
            Optional<ProcessHandle> handle = ProcessHandle.of(pid);
            if (handle.isEmpty() || !handle.get().isAlive() || zombie(pid)) {
                return true;
            }
            if (!pause(50)) {
                return false;
            }
        }
        return false;
    }

    private static boolean zombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.contains(") Z ");
        } catch (IOException _) {
            return false;
        }
    }

    /** Sleeps; false if the thread was interrupted. */
    static boolean pause(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    static boolean mac() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");
    }

    /** Runs a command to its end; its exit status, or -1 when it cannot be run. */
    static int run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return -1;
            }
            return process.exitValue();
        } catch (IOException _) {
            return -1;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /** The end of a log file, for messages. */
    static String tail(Path file, int lines) {
        try {
            List<String> all = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException _) {
            return "";
        }
    }
}
