package io.storelane.support;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends the same document so many times a second over some connections, by bare sockets: on the machine that the server has to share
 * with it, a client of its own weight would be part of what is measured.
 */
public final class SteadyLoad {

    private static final int MOST_CONNECTIONS = 32;

    private final URI address;
    private final byte[] request;
    private final int connections;
    private final long pause;
    private final List<Future<List<Answer>>> senders = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile boolean ended;

    /**
     * One answer.
     *
     * @param retryAfter the header; empty if there is none
     */
    public record Answer(int status, Duration took, String retryAfter) {}

    /** @param perSecond requests, evenly over each second */
    public SteadyLoad(String address, String token, int perSecond, String json) {
        this.address = URI.create(address);
        connections = Math.min(MOST_CONNECTIONS, 1 + perSecond / 3);
        pause = TimeUnit.SECONDS.toNanos(connections) / perSecond;
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        byte[] head = """
                POST %s HTTP/1.1
                Host: %s
                Authorization: Bearer %s
                Content-Type: application/json
                Content-Length: %d

                """.formatted(this.address.getPath(), this.address.getAuthority(), token, body.length)
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
    }

    public SteadyLoad begin() {
        long now = System.nanoTime();
        for (int i = 0; i < connections; i++) {
            long first = now + pause * i / connections;
            senders.add(threads.submit(() -> send(first)));
        }
        return this;
    }

    private List<Answer> send(long first) throws IOException {
        List<Answer> answers = new ArrayList<>();
        long due = first;
        while (!ended) {
            // a server ends a connection after so many requests, and says so
            try (Socket socket = new Socket(address.getHost(), address.getPort())) {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(30));
                InputStream in = new BufferedInputStream(socket.getInputStream());
                boolean goesOn = true;
                while (!ended && goesOn) {
                    LockSupport.parkNanos(due - System.nanoTime());
                    due += pause;
                    long begun = System.nanoTime();
                    socket.getOutputStream().write(request);
                    goesOn = answer(in, begun, answers);
                }
            }
        }
        return answers;
    }

    /** @return false if there is no other answer to come */
    private static boolean answer(InputStream in, long begun, List<Answer> answers) throws IOException {
        int status = Integer.parseInt(line(in).split(" ", 3)[1]);
        String retryAfter = "";
        int length = 0;
        boolean chunked = false;
        boolean closes = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            String value = header.substring(colon + 1).strip();
            switch (header.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "retry-after" -> retryAfter = value;
                case "content-length" -> length = Integer.parseInt(value);
                case "transfer-encoding" -> chunked = true;
                case "connection" -> closes = value.equals("close");
                default -> {}
            }
        }
        if (chunked) {
            int size;
            do {
                size = Integer.parseInt(line(in), 16);
                in.skipNBytes(size + 2L);
            } while (size > 0);
        } else {
            in.skipNBytes(length);
        }
        answers.add(new Answer(status, Duration.ofNanos(System.nanoTime() - begun), retryAfter));
        return !closes;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("The server closed the connection.");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** Stops sending. @return the answers to all that was sent */
    public List<Answer> end() {
        ended = true;
        List<Answer> answers = new ArrayList<>();
        try {
            for (Future<List<Answer>> sender : senders) {
                answers.addAll(sender.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new UncheckedIOException(new IOException(e.getCause()));
        } finally {
            threads.shutdown();
        }
        return answers;
    }

    public static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
