package io.storelane.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Names the process that listens on a port, where the system tells (Linux, same user or root). */
final class PortOwner {
    private PortOwner() {}

    static String describe(int port) {
        return find(port)
                .map(process -> "process " + process.pid() + " ("
                        + Processes.commandLine(process).map(PortOwner::shorten).orElse("unknown program") + ")")
                .orElse("another process");
    }

    private static String shorten(String commandLine) {
        return commandLine.length() <= 100 ? commandLine : commandLine.substring(0, 100) + "...";
    }

    private static Optional<ProcessHandle> find(int port) {
        Set<String> sockets = new HashSet<>();
        listening(Path.of("/proc/net/tcp"), port, sockets);
        listening(Path.of("/proc/net/tcp6"), port, sockets);
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        return ProcessHandle.allProcesses()
                .filter(process -> holds(process.pid(), sockets))
                .findFirst();
    }

    private static void listening(Path table, int port, Set<String> inodes) {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        try {
            for (String line : Files.readAllLines(table)) {
                String[] column = line.strip().split("\\s+", -1);
                // local address, state 0A = LISTEN, inode
                if (column.length > 9 && column[1].endsWith(suffix) && column[3].equals("0A")) {
                    inodes.add("socket:[" + column[9] + "]");
                }
            }
        } catch (IOException _) {
            // Not Linux: the owner stays unknown.
        }
    }

    private static boolean holds(long pid, Set<String> sockets) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path file : files) {
                if (sockets.contains(Files.readSymbolicLink(file).toString())) {
                    return true;
                }
            }
        } catch (IOException | RuntimeException _) {
            // Another user's process, or one that just ended.
        }
        return false;
    }
}
