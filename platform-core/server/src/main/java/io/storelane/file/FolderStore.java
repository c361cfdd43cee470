package io.storelane.file;

import io.storelane.tenancy.TenantId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Keeps files in a folder: {@code <folder>/<tenant>/<first two characters of the name>/<name>}. */
class FolderStore implements FileStore {

    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");
    private static final String UNFINISHED = ".new-";

    /** After this time nobody is still writing a file. */
    private static final Duration GIVEN_UP = Duration.ofHours(1);

    private final Path folder;
    private final Clock clock;

    FolderStore(Path folder, Clock clock) {
        this.folder = folder.toAbsolutePath();
        this.clock = clock;
    }

    @Override
    public void put(TenantId tenant, String name, byte[] content) throws IOException {
        Path target = path(tenant, name);
        if (Files.exists(target)) {
            return;
        }
        Path shelf = Files.createDirectories(parent(target));
        Path unfinished = Files.createTempFile(shelf, UNFINISHED, "");
        try {
            try (FileChannel out = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
                out.force(true);
            }
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        // a new name is on the disk when its folder is, and that when the one above it is
        force(shelf);
        force(parent(shelf));
        force(folder);
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public byte[] get(TenantId tenant, String name) throws IOException {
        return Files.readAllBytes(path(tenant, name));
    }

    @Override
    public void delete(TenantId tenant, String name) throws IOException {
        Files.deleteIfExists(path(tenant, name));
    }

    @Override
    public List<TenantId> tenants() throws IOException {
        List<TenantId> tenants = new ArrayList<>();
        for (Path path : inside(folder)) {
            try {
                tenants.add(new TenantId(UUID.fromString(name(path))));
            } catch (IllegalArgumentException _) {
                // somebody else's
            }
        }
        return tenants;
    }

    @Override
    public void names(TenantId tenant, Consumer<List<String>> some) throws IOException {
        for (Path shelf : inside(folder.resolve(tenant.toString()))) {
            List<String> names = new ArrayList<>();
            for (Path path : inside(shelf)) {
                if (NAME.matcher(name(path)).matches()) {
                    names.add(name(path));
                } else if (name(path).startsWith(UNFINISHED)
                        && Files.getLastModifiedTime(path)
                                        .compareTo(FileTime.from(clock.instant().minus(GIVEN_UP)))
                                < 0) {
                    Files.deleteIfExists(path);
                }
            }
            if (!names.isEmpty()) {
                some.accept(names);
            }
        }
    }

    private static List<Path> inside(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            List<Path> paths = new ArrayList<>();
            stream.forEach(paths::add);
            return paths;
        }
    }

    private Path path(TenantId tenant, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("no name of a file");
        }
        return folder.resolve(tenant.toString()).resolve(name.substring(0, 2)).resolve(name);
    }

    private static Path parent(Path path) {
        return java.util.Objects.requireNonNull(path.getParent());
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
