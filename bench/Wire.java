import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** A kept HTTP connection to this machine that sends one request after the other, with as little work of its own as possible. */
final class Wire implements AutoCloseable {

    private final int port;
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private final StringBuilder line = new StringBuilder();
    private byte[] body = new byte[64 * 1024];
    private int length;

    Wire(int port) {
        this.port = port;
    }

    /** Sends a whole request and reads the whole answer. @return its status */
    int exchange(byte[] request) throws IOException {
        if (socket == null) {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(30_000);
            in = new BufferedInputStream(socket.getInputStream(), 32 * 1024);
            out = socket.getOutputStream();
        }
        out.write(request);
        return answer();
    }

    /** The body of the last answer, as it was sent: compressed if the request allowed it. */
    String body() {
        return new String(body, 0, length, StandardCharsets.UTF_8);
    }

    /** Bytes of the body of the last answer. */
    int length() {
        return length;
    }

    private int answer() throws IOException {
        String status = line();
        boolean open = true;
        boolean chunked = false;
        int size = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                size = Integer.parseInt(lower.substring(15).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = lower.contains("chunked");
            } else if (lower.startsWith("connection:")) {
                open = !lower.contains("close");
            }
        }
        length = 0;
        if (chunked) {
            for (int part = Integer.parseInt(line(), 16); part > 0; part = Integer.parseInt(line(), 16)) {
                read(part);
                line();
            }
            line();
        } else {
            read(size);
        }
        if (!open) {
            close();
        }
        return Integer.parseInt(status.split(" ", 3)[1]);
    }

    private void read(int count) throws IOException {
        if (body.length < length + count) {
            body = Arrays.copyOf(body, Math.max(2 * body.length, length + count));
        }
        if (in.readNBytes(body, length, count) < count) {
            throw new EOFException();
        }
        length += count;
    }

    private String line() throws IOException {
        line.setLength(0);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
