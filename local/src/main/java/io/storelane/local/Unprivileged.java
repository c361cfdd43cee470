package io.storelane.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * How PostgreSQL, which refuses to run as root, is run anyway: an ordinary user runs it as is; root runs it in a user
 * namespace of its own, or, where those are forbidden, as the user {@code nobody}.
 */
enum Unprivileged {
    AS_IS(List.of()),
    NAMESPACE(List.of("unshare", "--user")),
    NOBODY(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")),
    NOBODY_BY_RUNUSER(List.of("runuser", "--user", "nobody", "--"));

    private final List<String> prefix;

    Unprivileged(List<String> prefix) {
        this.prefix = prefix;
    }

    static Unprivileged find(Consumer<String> say) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return AS_IS;
        }
        // Chosen by a system property only in tests of the fallback.
        String forced = System.getProperty("storelane.local.account");
        for (Unprivileged way :
                forced == null ? List.of(NAMESPACE, NOBODY, NOBODY_BY_RUNUSER) : List.of(valueOf(forced))) {
            if (Processes.succeeds(way.command(List.of("true")))) {
                if (way != NAMESPACE) {
                    say.accept("PostgreSQL runs as the user nobody");
                }
                return way;
            }
        }
        throw new LocalStackException("PostgreSQL does not run as root, and neither unshare, setpriv nor runuser works"
                + " here. Run this command as an ordinary user.");
    }

    List<String> command(List<String> command) {
        var full = new ArrayList<>(prefix);
        full.addAll(command);
        return full;
    }

    /** Where data and binaries lie: in the home, unless the chosen user cannot reach it. */
    static Path place(Path home, Consumer<String> say) throws IOException {
        Unprivileged way = find(_ -> {});
        Path parent = home.toAbsolutePath().getParent();
        if (way == AS_IS
                || way == NAMESPACE
                || Processes.succeeds(way.command(List.of("test", "-x", parent.toString())))) {
            return home;
        }
        Path place = Path.of("/var/tmp/storelane-" + Hashes.of(home.toString().getBytes(StandardCharsets.UTF_8)));
        if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(
                    place, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
        } else if (!Files.getOwner(place, LinkOption.NOFOLLOW_LINKS).getName().equals("root")) {
            throw new LocalStackException(place + " belongs to another user; remove it.");
        }
        say.accept("PostgreSQL keeps its data in " + place + ", because nobody may not enter " + parent);
        return place;
    }

    /** Gives a path to the chosen user. */
    void own(Path path) {
        if (this == NOBODY || this == NOBODY_BY_RUNUSER) {
            try {
                var nobody =
                        path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
                Files.setOwner(path, nobody);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
