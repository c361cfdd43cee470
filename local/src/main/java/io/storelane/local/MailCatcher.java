package io.storelane.local;

import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Takes every mail, keeps the newest 500 as files and shows them on a page; nothing leaves the machine. */
public final class MailCatcher implements AutoCloseable {
    private static final int KEPT = 500;

    private final Path folder;
    private final int mailPage;
    private final GreenMail smtp;
    private final HttpServer page;
    private final ExecutorService pageThreads = Executors.newVirtualThreadPerTaskExecutor();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final List<Mail> mails = new ArrayList<>();
    private long lastId;

    private MailCatcher(Path folder, GreenMail smtp, HttpServer page, int mailPage) {
        this.folder = folder;
        this.smtp = smtp;
        this.page = page;
        this.mailPage = mailPage;
    }

    /** Starts to take mails on one port and to show them on another, both on 127.0.0.1. */
    public static MailCatcher start(Path home, int smtpPort, int mailPage) {
        Machine.portMustBeFree(smtpPort, "mail");
        Machine.portMustBeFree(mailPage, "mail page");
        try {
            Path folder = Files.createDirectories(home.resolve("mail"));
            GreenMail smtp = new GreenMail(new ServerSetup(smtpPort, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
            HttpServer page = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), mailPage), 0);
            MailCatcher catcher = new MailCatcher(folder, smtp, page, mailPage);
            catcher.load();
            smtp.getUserManager().setMessageDeliveryHandler((message, address) -> catcher.new Box(address.getEmail()));
            smtp.start();
            page.createContext("/", new MailPage(catcher));
            page.setExecutor(catcher.pageThreads);
            page.start();
            return catcher;
        } catch (IOException | RuntimeException e) {
            throw new LocalFailure("The mail catcher could not be started: " + e.getMessage(), e);
        }
    }

    /** The address of the page. */
    public String url() {
        return "http://localhost:" + mailPage;
    }

    /** All mails, newest first. */
    public List<Mail> all() {
        lock.lock();
        try {
            return new ArrayList<>(mails.reversed());
        } finally {
            lock.unlock();
        }
    }

    /** The mails to an address, newest first. */
    public List<Mail> to(String address) {
        return all().stream()
                .filter(mail -> mail.to().equalsIgnoreCase(address))
                .toList();
    }

    /** The newest mail to an address; waits until there is one. */
    public Mail await(String address, Duration max) {
        return await(address, 1, max);
    }

    /** The newest mail to an address; waits until there are as many as asked for. */
    public Mail await(String address, int count, Duration max) {
        long left = max.toNanos();
        lock.lock();
        try {
            while (true) {
                List<Mail> found = to(address);
                if (found.size() >= count) {
                    return found.getFirst();
                }
                if (left <= 0) {
                    throw new LocalFailure("Waited " + max.toMillis() + " ms for " + count + " mail(s) to " + address
                            + ", but there are " + found.size() + ". All mails are at " + url() + ".");
                }
                left = arrived.awaitNanos(left);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("Interrupted while waiting for mail to " + address + ".");
        } finally {
            lock.unlock();
        }
    }

    /** Forgets all mails. */
    public void clear() {
        lock.lock();
        try {
            for (Mail mail : mails) {
                Files.deleteIfExists(file(mail.id()));
            }
            mails.clear();
        } catch (IOException e) {
            throw new LocalFailure("Cannot delete the mails in " + folder + ": " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    @Nullable Mail find(String id) {
        return all().stream().filter(mail -> mail.id().equals(id)).findFirst().orElse(null);
    }

    @Override
    public void close() {
        smtp.stop();
        page.stop(0);
        pageThreads.shutdownNow();
    }

    private Path file(String id) {
        return folder.resolve(id + ".eml");
    }

    private void load() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.eml")) {
            found.forEach(files::add);
        }
        Collections.sort(files);
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            String id = name.substring(0, name.length() - ".eml".length());
            try {
                byte[] raw = Files.readAllBytes(file);
                int end = 0;
                while (end < raw.length && raw[end] != '\n') {
                    end++;
                }
                String first = new String(raw, 0, end, StandardCharsets.UTF_8).trim();
                if (first.startsWith("Delivered-To: ") && id.matches("\\d{13,}")) {
                    mails.add(parse(id, first.substring("Delivered-To: ".length()), raw));
                    lastId = Math.max(lastId, Long.parseLong(id));
                }
            } catch (MessagingException | IOException _) {
                Files.deleteIfExists(file);
            }
        }
        trim();
    }

    private void keep(String to, MimeMessage message) {
        lock.lock();
        try {
            // ten thousand numbers per millisecond, so that keys stay unique and in order
            lastId = Math.max(lastId + 1, System.currentTimeMillis() * 10_000);
            String id = Long.toString(lastId);
            ByteArrayOutputStream raw = new ByteArrayOutputStream();
            raw.writeBytes(
                    ("Delivered-To: " + to.replaceAll("[\\r\\n]", "") + "\r\n").getBytes(StandardCharsets.UTF_8));
            message.writeTo(raw);
            Path next = folder.resolve(id + ".new");
            Files.write(next, raw.toByteArray());
            Files.move(next, file(id), StandardCopyOption.ATOMIC_MOVE);
            mails.add(parse(id, to, raw.toByteArray()));
            trim();
            arrived.signalAll();
        } catch (IOException | MessagingException e) {
            throw new LocalFailure("Cannot keep a mail to " + to + ": " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    private void trim() throws IOException {
        while (mails.size() > KEPT) {
            Files.deleteIfExists(file(mails.removeFirst().id()));
        }
    }

    private static Mail parse(String id, String to, byte[] raw) throws MessagingException, IOException {
        MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(raw));
        StringBuilder text = new StringBuilder();
        StringBuilder html = new StringBuilder();
        collect(message, text, html);
        String subject = message.getSubject();
        return new Mail(
                id,
                to,
                subject == null ? "" : subject,
                text.toString(),
                html.toString(),
                Instant.ofEpochMilli(Long.parseLong(id) / 10_000));
    }

    private static void collect(Part part, StringBuilder text, StringBuilder html)
            throws MessagingException, IOException {
        Object content = part.getContent();
        if (content instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                BodyPart inner = parts.getBodyPart(i);
                collect(inner, text, html);
            }
        } else if (content instanceof String body && !Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition())) {
            String type = part.getContentType().toLowerCase(Locale.ROOT);
            if (type.startsWith("text/html")) {
                html.append(body);
            } else if (type.startsWith("text/")) {
                text.append(body);
            }
        }
    }

    /** Where the SMTP server hands a mail over. */
    private final class Box implements GreenMailUser {
        private final String address;

        Box(String address) {
            this.address = address;
        }

        @Override
        public String getEmail() {
            return address;
        }

        @Override
        public String getLogin() {
            return address;
        }

        @Override
        public void deliver(MovingMessage message) {
            keep(address, message.getMessage());
        }

        @Override
        public void deliver(MimeMessage message) {
            keep(address, message);
        }

        @Override
        public void create() {}

        @Override
        public void delete() {}

        @Override
        public String getPassword() {
            return "";
        }

        @Override
        public void setPassword(String password) {}

        @Override
        public void authenticate(String password) {}

        @Override
        public String getQualifiedMailboxName() {
            return address;
        }
    }
}
