package io.storelane.plugin.service;

import io.storelane.plugin.api.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** A folder below that of the workspace. Links are not followed: one could lead to another workspace. */
final class DiskFolder implements Folders.Folder {

    /** What somebody is still writing, by the custom of programs that copy files, begins with a dot. */
    private static final String HIDDEN = ".";

    private final Path root;
    private final Path home;

    /** @param below parts with a slash between them, none of which leads up */
    DiskFolder(Path root, String workspace, String below) {
        this.root = root;
        this.home = root.resolve(workspace).resolve(below).normalize();
    }

    /** Something that is done on the disk. */
    @FunctionalInterface
    private interface Work<T> {
        T with() throws IOException, Folders.FolderException;
    }

    private static <T> T tried(Work<T> work) throws Folders.FolderException {
        try {
            return work.with();
        } catch (NoSuchFileException e) {
            throw new Folders.FolderException(
                    Folders.Fault.MISSING, e.getClass().getSimpleName());
        } catch (AccessDeniedException e) {
            throw new Folders.FolderException(Folders.Fault.DENIED, e.getClass().getSimpleName());
        } catch (IOException e) {
            throw new Folders.FolderException(Folders.Fault.AWAY, e.getClass().getSimpleName());
        }
    }

    /** The path of a name, none of whose parts is a link. */
    private Path path(String name) throws Folders.FolderException {
        Path path = home.resolve(FolderServices.checkPath(name));
        for (Path part = path; part != null && !part.equals(root); part = part.getParent()) {
            if (Files.isSymbolicLink(part)) {
                throw new Folders.FolderException(Folders.Fault.DENIED, "\"" + name + "\" is behind a link");
            }
        }
        return path;
    }

    @Override
    public List<Folders.Entry> list(int most) throws Folders.FolderException {
        path("x"); // the folder itself may be a link
        return tried(() -> {
            Files.createDirectories(home);
            List<Folders.Entry> entries = new ArrayList<>();
            try (Stream<Path> files = Files.list(home)) {
                Iterator<Path> named = files.filter(
                                f -> !f.getFileName().toString().startsWith(HIDDEN))
                        .sorted(Comparator.comparing(Path::getFileName))
                        .iterator();
                while (named.hasNext() && entries.size() < most) {
                    Path file = named.next();
                    BasicFileAttributes known =
                            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                    if (known.isRegularFile()) {
                        entries.add(new Folders.Entry(
                                file.getFileName().toString(),
                                known.size(),
                                known.lastModifiedTime().toInstant()));
                    }
                }
            }
            return entries;
        });
    }

    @Override
    public byte[] read(String name, int most) throws Folders.FolderException {
        Path path = path(name);
        return tried(() -> {
            try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
                byte[] content = in.readNBytes(most);
                if (in.read() >= 0) {
                    throw new Folders.FolderException(Folders.Fault.TOO_LARGE, "More than " + most + " bytes");
                }
                return content;
            }
        });
    }

    @Override
    public void write(String name, String mediaType, byte[] content) throws Folders.FolderException {
        Path path = path(name);
        tried(() -> {
            Files.createDirectories(path.getParent());
            Path spool = Files.createTempFile(path.getParent(), HIDDEN, null);
            try {
                Files.write(spool, content);
                return Files.move(spool, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(spool);
            }
        });
    }

    @Override
    public void move(String name, String to) throws Folders.FolderException {
        Path from = path(name);
        Path target = path(to);
        tried(() -> {
            Files.createDirectories(target.getParent());
            return Files.move(from, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        });
    }
}
