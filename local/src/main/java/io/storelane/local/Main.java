package io.storelane.local;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The program behind {@code ./run}: the local stack, one or more servers, and where to find them. */
public final class Main {

    private static final String HELP = """
            Usage: ./run [--demo] [--servers N]
                   ./run backup <folder>
                   ./run restore <folder>

              --demo        a user and a workspace with sample data; the address and the
                            password are shown at the end and kept in .storelane/demo.env
              --servers N   1 to 4 servers; from 2 on behind one address (default 1)
              --help        this text

              backup        copies all that it keeps into a new folder, while it runs or not
              restore       puts such a copy into an empty .storelane/run; then start ./run

            It listens on 127.0.0.1, for this machine only; SERVER_ADDRESS=0.0.0.0 (or an
            address of this machine) in the environment opens it to others.

            Data, logs and passwords are kept in .storelane/run; remove it to start afresh.
            To use your own database and Keycloak, set STORELANE_DB_URL and
            STORELANE_IDENTITY_ISSUER (and what belongs to them) before the start.""";

    private static final String BACKUP = "backup";
    private static final String RESTORE = "restore";

    private Main() {}

    public static void main(String[] args) {
        Proxy.prepare();
        System.exit(run(args, System.out));
    }

    static int run(String[] args, PrintStream out) {
        Arguments arguments;
        try {
            arguments = Arguments.of(args);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            return 2;
        }
        if (arguments.help()) {
            out.println(HELP);
            return 0;
        }
        try {
            String copy = arguments.copy();
            if (copy != null) {
                return copy(copy, arguments.folder(), out);
            }
            return LocalRun.run(root(), arguments, out);
        } catch (LocalFailure e) {
            out.println(e.getMessage());
        } catch (IOException | SQLException e) {
            out.println("A file or a connection failed: " + e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return 1;
    }

    private static int copy(String what, String folder, PrintStream out) throws SQLException {
        Path home = root().resolve(".storelane").resolve("run");
        int port = Ports.standard().postgres();
        Path at = Path.of(folder).toAbsolutePath().normalize();
        if (what.equals(BACKUP)) {
            Backup.of(home, port, at, out::println);
        } else {
            Restore.into(home, at, port, out::println);
        }
        return 0;
    }

    private static Path root() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(".mvn"))) {
                return at;
            }
        }
        throw new LocalFailure("Start this inside the project: no folder here or above holds .mvn.");
    }

    /**
     * What the command line asks for.
     *
     * @param copy a backup or a restore instead of a run; null = a run
     * @param folder of the backup
     */
    record Arguments(
            boolean demo,
            int servers,
            boolean help,
            @Nullable String copy,
            String folder) {

        static Arguments of(String[] args) {
            if (args.length > 0 && (args[0].equals(BACKUP) || args[0].equals(RESTORE))) {
                if (args.length != 2 || args[1].startsWith("-")) {
                    throw new IllegalArgumentException("Say where: ./run " + args[0] + " <folder>");
                }
                return new Arguments(false, 1, false, args[0], args[1]);
            }
            boolean demo = false;
            boolean help = false;
            int servers = 1;
            for (int i = 0; i < args.length; i++) {
                switch (args[i]) {
                    case "--demo" -> demo = true;
                    case "--help", "-h" -> help = true;
                    case "--servers" -> servers = servers(++i < args.length ? args[i] : null);
                    default ->
                        throw new IllegalArgumentException(
                                "Unknown argument " + args[i] + ". ./run --help tells what there is.");
                }
            }
            return new Arguments(demo, servers, help, null, "");
        }

        private static int servers(@Nullable String text) {
            if (text == null || !text.matches("[1-4]")) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT, "--servers takes a number from 1 to 4%s.", text == null ? "" : ", not " + text));
            }
            return Integer.parseInt(text);
        }
    }
}
