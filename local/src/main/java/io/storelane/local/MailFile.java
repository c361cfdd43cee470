package io.storelane.local;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A mail on disk: an ordinary .eml with one header line in front that names the envelope's recipient. */
final class MailFile {
    private static final String RECIPIENT = "X-Envelope-To";

    private MailFile() {}

    /** The file's name begins with the time of receipt, so that names sort by it. */
    static Path write(Path directory, long number, String to, MimeMessage message)
            throws IOException, MessagingException {
        Path file = directory.resolve("%d-%06d.eml".formatted(Instant.now().toEpochMilli(), number % 1_000_000));
        Path unfinished = directory.resolve(file.getFileName() + ".tmp");
        try (var out = Files.newOutputStream(unfinished)) {
            out.write((RECIPIENT + ": " + to.toLowerCase(Locale.ROOT) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            message.writeTo(out);
        }
        return Files.move(unfinished, file);
    }

    static Mail read(Path file) throws IOException, MessagingException {
        String name = file.getFileName().toString();
        Instant received = Instant.ofEpochMilli(Long.parseLong(name.substring(0, name.indexOf('-'))));
        try (InputStream in = Files.newInputStream(file)) {
            var message = new MimeMessage(Session.getInstance(new Properties()), in);
            var bodies = new Bodies();
            bodies.collect(message);
            return new Mail(recipient(message), orEmpty(message.getSubject()), bodies.text, bodies.html, received);
        }
    }

    private static String recipient(MimeMessage message) throws MessagingException {
        var headers = message.getMatchingHeaders(new String[] {RECIPIENT});
        return headers.hasMoreElements() ? headers.nextElement().getValue() : "";
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** The first plain and the first HTML part of a message, however deep. */
    private static final class Bodies {
        private String text = "";
        private String html = "";

        void collect(Part part) throws IOException, MessagingException {
            Object content = part.getContent();
            if (content instanceof Multipart parts) {
                for (int i = 0; i < parts.getCount(); i++) {
                    BodyPart body = parts.getBodyPart(i);
                    collect(body);
                }
            } else if (content instanceof String body && !Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition())) {
                if (part.isMimeType("text/html") && html.isEmpty()) {
                    html = body;
                } else if (part.isMimeType("text/plain") && text.isEmpty()) {
                    text = body;
                }
            }
        }
    }
}
