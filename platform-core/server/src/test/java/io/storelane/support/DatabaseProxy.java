package io.storelane.support;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a server and PostgreSQL and can cut the line where it hurts most: at the commit. It reads as much of the
 * protocol (version 3, without TLS) as that takes.
 */
public final class DatabaseProxy implements AutoCloseable {

    /** When the line is cut. */
    public enum Cut {
        /** The commit does not reach PostgreSQL. */
        BEFORE_COMMIT,
        /** PostgreSQL has committed, its answer does not come back. */
        AFTER_COMMIT
    }

    private record Trap(Cut cut, String statement, boolean staysDown) {}

    private static final int PROTOCOL = 3;

    private final URI database;
    private final ServerSocket door;
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Trap> trap = new AtomicReference<>();
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile boolean down;

    private DatabaseProxy(URI database) throws IOException {
        this.database = database;
        this.door = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    }

    /** Begins to pass on to the database of the tests. */
    public static DatabaseProxy start() throws IOException {
        var proxy = new DatabaseProxy(URI.create(TestStack.get().jdbcUrl().substring("jdbc:".length())));
        Thread.ofVirtual().name("database-proxy").start(proxy::listen);
        return proxy;
    }

    /** The address at which the database is reached through it. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + door.getLocalPort() + database.getPath();
    }

    /**
     * Cuts the line of the next transaction that has sent such a statement, once.
     *
     * @param statement a part of its text
     * @param staysDown true to cut all other lines too, and to let nobody through until {@link #mend}
     */
    public void arm(Cut cut, String statement, boolean staysDown) {
        trap.set(new Trap(cut, statement, staysDown));
    }

    /** How often it has cut a line at a commit. */
    public int cuts() {
        return cuts.get();
    }

    /** Lets everybody through again. */
    public void mend() {
        down = false;
    }

    private void listen() {
        while (!door.isClosed()) {
            try {
                Socket server = door.accept();
                if (down) {
                    server.close();
                    continue;
                }
                var line = new Line(server, new Socket(database.getHost(), database.getPort()));
                lines.add(line);
                if (down) { // since it was let in
                    line.close();
                }
                Thread.ofVirtual().start(() -> line.run(line::toDatabase));
                Thread.ofVirtual().start(() -> line.run(line::toServer));
            } catch (IOException _) {
                // of one line, or the end
            }
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        lines.forEach(Line::close);
    }

    /** One connection. */
    private final class Line {

        private interface Way {
            void pass() throws IOException;
        }

        private final Socket server;
        private final Socket postgres;
        private final Map<String, String> statements = new HashMap<>();
        private boolean marked;

        /** The trap whose commit PostgreSQL is about to answer. */
        private volatile @Nullable Trap sprung;

        Line(Socket server, Socket postgres) throws IOException {
            this.server = server;
            this.postgres = postgres;
            server.setTcpNoDelay(true);
            postgres.setTcpNoDelay(true);
        }

        void run(Way way) {
            try {
                way.pass();
            } catch (IOException _) {
                // an end like any other
            } finally {
                close();
            }
        }

        private void toDatabase() throws IOException {
            var in = new DataInputStream(new BufferedInputStream(server.getInputStream(), 1 << 16));
            var out = new DataOutputStream(new BufferedOutputStream(postgres.getOutputStream(), 1 << 16));
            // a wish for encryption has the same form, and is answered with a single letter
            for (boolean begun = false; !begun; ) {
                byte[] hello = body(in);
                begun = ByteBuffer.wrap(hello).getShort() == PROTOCOL;
                send(out, hello);
                out.flush();
            }
            for (int type = in.read(); type >= 0; type = in.read()) {
                byte[] body = body(in);
                Trap caught = trap(type, body);
                if (caught != null && caught.cut() == Cut.BEFORE_COMMIT) {
                    cut(caught);
                    return;
                }
                if (caught != null) {
                    sprung = caught;
                }
                out.write(type);
                send(out, body);
                if (in.available() == 0) {
                    out.flush();
                }
            }
        }

        private void toServer() throws IOException {
            InputStream in = postgres.getInputStream();
            OutputStream out = server.getOutputStream();
            var kept = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                Trap caught = sprung;
                if (caught == null) {
                    out.write(buffer, 0, count);
                    continue;
                }
                kept.write(buffer, 0, count);
                if (kept.toString(StandardCharsets.ISO_8859_1).contains("COMMIT\0")) {
                    cut(caught);
                    return;
                }
            }
        }

        /** The trap that this message springs: the commit of a transaction with the statement that is waited for. */
        private @Nullable Trap trap(int type, byte[] body) {
            ByteBuffer message = ByteBuffer.wrap(body);
            switch (type) {
                case 'P' -> { // Parse
                    statements.put(text(message), text(message));
                    return null;
                }
                case 'B' -> { // Bind
                    text(message); // the portal
                    return executed(statements.getOrDefault(text(message), ""));
                }
                case 'Q' -> { // simple query
                    return executed(text(message));
                }
                default -> {
                    return null;
                }
            }
        }

        private @Nullable Trap executed(String sql) {
            Trap armed = trap.get();
            switch (sql) {
                case "BEGIN", "ROLLBACK" -> marked = false;
                case "COMMIT" -> {
                    boolean wanted = marked && armed != null && trap.compareAndSet(armed, null);
                    marked = false;
                    return wanted ? armed : null;
                }
                default -> marked |= armed != null && sql.contains(armed.statement());
            }
            return null;
        }

        private void cut(Trap caught) {
            if (caught.staysDown()) {
                down = true;
                lines.forEach(Line::close);
            }
            close();
            cuts.incrementAndGet();
        }

        private void close() {
            lines.remove(this);
            for (Socket end : List.of(server, postgres)) {
                try {
                    end.close();
                } catch (IOException _) {
                    // then it is closed already
                }
            }
        }

        private static byte[] body(DataInputStream in) throws IOException {
            byte[] body = new byte[in.readInt() - Integer.BYTES];
            in.readFully(body);
            return body;
        }

        private static void send(DataOutputStream out, byte[] body) throws IOException {
            out.writeInt(body.length + Integer.BYTES);
            out.write(body);
        }

        /** A text that ends with a zero. */
        private static String text(ByteBuffer message) {
            int start = message.position();
            while (message.get() != 0) {
                // on to the end
            }
            byte[] text = new byte[message.position() - start - 1];
            message.get(start, text);
            return new String(text, StandardCharsets.UTF_8);
        }
    }
}
