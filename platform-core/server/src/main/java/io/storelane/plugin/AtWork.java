package io.storelane.plugin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Which plugins are at work in this process, in a file of its own beside the jars. The file is mapped to memory: a call costs one
 * write there, and the system keeps what was written also of a process that was killed. Its lock ends with the process, so the next
 * one, or a neighbour with the same folder, knows whose the file was.
 */
@Component
class AtWork implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AtWork.class);

    private static final String SUFFIX = ".work";
    private static final String MAKING = ".making";

    /** A file that is made gets its name within moments. */
    private static final Duration MADE = Duration.ofHours(1);

    private static final int SLOTS = 512;
    private static final int SLOT = 256;
    private static final int NAME_AT = 8;

    /** Files of this process: to open and close one would end its lock. */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final UUID process;
    private final Clock clock;
    private final BitSet taken = new BitSet(SLOTS);
    private @Nullable Path file;
    private @Nullable FileChannel channel;
    private @Nullable MappedByteBuffer bytes;

    AtWork(PluginProperties properties, PluginRows rows, Clock clock) {
        this.folder = properties.folder().toAbsolutePath();
        this.process = rows.process();
        this.clock = clock;
    }

    /** A release that was at work. */
    record Release(String id, String version) {}

    /** A process that has ended without saying so, and what was at work there. */
    record Dead(Path file, UUID process, List<Release> atWork) {}

    /** Where one plugin says whether it is at work. */
    final class Slot {

        private final int at;

        private Slot(int at) {
            this.at = at;
        }

        /** @param calls that run just now */
        void set(int calls) {
            MappedByteBuffer to = bytes;
            if (at >= 0 && to != null) {
                to.putInt(at, calls);
            }
        }

        void free() {
            release(at);
        }
    }

    /** A place for a release that starts. Without one it works, but nobody will know that it was at work. */
    synchronized Slot slot(PluginManifest manifest) {
        byte[] name = (manifest.id() + " " + manifest.version()).getBytes(StandardCharsets.UTF_8);
        int free = taken.nextClearBit(0);
        if (free >= SLOTS || name.length > SLOT - NAME_AT || !open()) {
            log.warn("What plugin {} does is not written down: no place for it", manifest.id());
            return new Slot(-1);
        }
        MappedByteBuffer to = java.util.Objects.requireNonNull(bytes);
        to.put(free * SLOT + NAME_AT, name);
        to.putInt(free * SLOT + 4, name.length);
        taken.set(free);
        return new Slot(free * SLOT);
    }

    private synchronized void release(int at) {
        MappedByteBuffer to = bytes;
        if (at >= 0 && to != null) {
            to.putInt(at, 0);
            to.putInt(at + 4, 0);
            taken.clear(at / SLOT);
        }
    }

    private boolean open() {
        if (bytes != null) {
            return true;
        }
        Path making = folder.resolve(process + MAKING);
        try {
            make(making);
            return true;
        } catch (IOException e) {
            log.warn("The folder of plugins takes no file that says what is at work", e);
            remove(making);
            return false;
        }
    }

    /**
     * Made under another name and locked before it gets its own, so nobody ever sees it without its lock. It is filled before it is
     * mapped: a full disk would else be noticed only when a plugin is called, and end that call.
     */
    private void make(Path making) throws IOException {
        Files.createDirectories(folder);
        Path own = folder.resolve(process + SUFFIX);
        FileChannel opened =
                FileChannel.open(making, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            OPEN.add(own);
            opened.lock();
            for (ByteBuffer empty = ByteBuffer.allocate(SLOTS * SLOT); empty.hasRemaining(); ) {
                opened.write(empty);
            }
            MappedByteBuffer mapped = opened.map(FileChannel.MapMode.READ_WRITE, 0, (long) SLOTS * SLOT);
            file = Files.move(making, own, StandardCopyOption.ATOMIC_MOVE);
            channel = opened;
            bytes = mapped;
        } catch (IOException | RuntimeException e) {
            OPEN.remove(own);
            opened.close();
            throw e;
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn("{} could not be removed", file, e);
        }
    }

    /** Processes that left a file here and are gone. */
    List<Dead> dead() {
        try (Stream<Path> files = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
            List<Path> all = files.toList();
            for (Path one : all) {
                if (one.toString().endsWith(MAKING) && isOld(one)) {
                    remove(one);
                }
            }
            List<Dead> dead = new ArrayList<>();
            for (Path one : all.stream()
                    .filter(f -> f.toString().endsWith(SUFFIX) && !OPEN.contains(f))
                    .toList()) {
                Dead left = left(one);
                if (left != null) {
                    dead.add(left);
                }
            }
            return dead;
        } catch (IOException e) {
            log.warn("The folder of plugins cannot be read", e);
            return List.of();
        }
    }

    /** A process that ended while it made this one: nothing stands in it. */
    private boolean isOld(Path making) throws IOException {
        try {
            return Files.getLastModifiedTime(making)
                    .toInstant()
                    .isBefore(clock.instant().minus(MADE));
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    private static @Nullable Dead left(Path file) throws IOException {
        try (FileChannel opened = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = opened.tryLock()) {
            if (lock == null) {
                return null;
            }
            byte[] all = Channels.newInputStream(opened).readAllBytes();
            String name = file.getFileName().toString();
            return new Dead(file, UUID.fromString(name.substring(0, name.length() - SUFFIX.length())), atWork(all));
        } catch (OverlappingFileLockException | NoSuchFileException _) {
            return null;
        } catch (IllegalArgumentException _) { // somebody else's
            return null;
        }
    }

    private static List<Release> atWork(byte[] content) {
        ByteBuffer all = ByteBuffer.wrap(content);
        List<Release> found = new ArrayList<>();
        for (int at = 0; at + SLOT <= all.limit(); at += SLOT) {
            int length = all.getInt(at + 4);
            if (all.getInt(at) > 0 && length > 0 && length <= SLOT - NAME_AT) {
                String[] words = new String(content, at + NAME_AT, length, StandardCharsets.UTF_8).split(" ", 2);
                found.add(new Release(words[0], words.length > 1 ? words[1] : ""));
            }
        }
        return found;
    }

    /** Forgets a process of which everything is written down elsewhere. */
    static void bury(Dead dead) {
        remove(dead.file());
    }

    /** A process that ends properly leaves nothing. */
    @Override
    public synchronized void close() {
        if (file != null && channel != null) {
            try {
                Files.deleteIfExists(file);
                channel.close();
                OPEN.remove(file);
            } catch (IOException e) {
                log.warn("{} could not be removed", file, e);
            }
        }
    }
}
