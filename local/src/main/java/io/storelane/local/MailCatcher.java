package io.storelane.local;

import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.user.UserManager;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** An SMTP server that keeps every mail instead of sending it, and a page to read them. */
public final class MailCatcher implements AutoCloseable {
    /** How many mails are kept; older ones are deleted. */
    static final int KEPT = 500;

    private final Path directory;
    private final AtomicLong counter = new AtomicLong();
    /** Oldest first; guarded by itself, which is also what {@link #await} waits on. */
    private final List<Stored> mails = new ArrayList<>();

    private final GreenMail smtp;
    private final MailPage page;

    private record Stored(Path file, Mail mail) {}

    private MailCatcher(Path directory, int smtpPort, int pagePort) throws IOException {
        this.directory = Files.createDirectories(directory);
        readBack();
        var setup = new ServerSetup(smtpPort, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        setup.setServerStartupTimeout(10_000);
        this.smtp = new GreenMail(setup);
        smtp.start();
        UserManager users = smtp.getUserManager();
        // One throw-away mailbox: the mails themselves live in files.
        GreenMailUser bin = bin(users);
        users.setMessageDeliveryHandler((message, recipient) -> {
            keep(message, recipient);
            return bin;
        });
        this.page = MailPage.start(pagePort, this);
    }

    static MailCatcher start(Path directory, int smtpPort, int pagePort) {
        try {
            return new MailCatcher(directory, smtpPort, pagePort);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GreenMailUser bin(UserManager users) {
        try {
            return users.createUser("bin@localhost", "bin", "");
        } catch (UserException e) {
            throw new IllegalStateException(e);
        }
    }

    private void keep(MovingMessage message, MailAddress recipient) throws MessagingException {
        try {
            Path file =
                    MailFile.write(directory, counter.incrementAndGet(), recipient.getEmail(), message.getMessage());
            Mail mail = MailFile.read(file);
            synchronized (mails) {
                mails.add(new Stored(file, mail));
                trim();
                mails.notifyAll();
            }
            if (counter.get() % KEPT == 0) {
                smtp.purgeEmailFromAllMailboxes();
            }
        } catch (IOException | com.icegreen.greenmail.store.FolderException e) {
            throw new MessagingException("Keeping the mail failed", e);
        }
    }

    private void readBack() throws IOException {
        var files = new ArrayList<Path>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.eml")) {
            found.forEach(files::add);
        }
        Collections.sort(files);
        synchronized (mails) {
            for (Path file : files) {
                try {
                    mails.add(new Stored(file, MailFile.read(file)));
                } catch (MessagingException | IOException | RuntimeException _) {
                    // A file somebody else put here; not worth refusing to start.
                }
            }
            trim();
        }
    }

    private void trim() throws IOException {
        synchronized (mails) {
            while (mails.size() > KEPT) {
                Files.deleteIfExists(mails.removeFirst().file());
            }
        }
    }

    /** All kept mails, newest first. */
    public List<Mail> all() {
        synchronized (mails) {
            return mails.reversed().stream().map(Stored::mail).toList();
        }
    }

    /** The mails for an address, newest first; letter case does not matter. */
    public List<Mail> to(String address) {
        String wanted = address.toLowerCase(Locale.ROOT);
        return all().stream().filter(mail -> mail.to().equals(wanted)).toList();
    }

    /** The newest mail for an address; waits for one if there is none yet. */
    public Mail await(String address, Duration limit) {
        return await(address, _ -> true, limit);
    }

    /** The newest mail for an address that has the property; waits for one if there is none yet. */
    public Mail await(String address, Predicate<Mail> property, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        synchronized (mails) {
            while (true) {
                var found = to(address).stream().filter(property).findFirst();
                if (found.isPresent()) {
                    return found.get();
                }
                long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
                if (left <= 0) {
                    throw new AssertionError("No such mail for %s within %s. Mails there: %s"
                            .formatted(
                                    address,
                                    limit,
                                    to(address).stream().map(Mail::subject).toList()));
                }
                try {
                    mails.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new LocalStackException("Interrupted", e);
                }
            }
        }
    }

    /** Deletes all mails, on disk too. */
    public void clear() {
        synchronized (mails) {
            for (Stored stored : mails) {
                try {
                    Files.deleteIfExists(stored.file());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            mails.clear();
        }
    }

    @Override
    public void close() {
        page.close();
        smtp.stop();
    }
}
