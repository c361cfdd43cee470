package io.storelane.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailCatcherTests {
    private static final Duration MAX = Duration.ofSeconds(5);

    @TempDir
    Path home;

    @Test
    void keepsShowsAndForgetsMail() throws Exception {
        Ports ports = Ports.free();
        try (MailCatcher mails = MailCatcher.start(home, ports.smtp(), ports.mailPage())) {
            send(ports.smtp(), "mei@example.com", "第一封 <b>1</b>", "See http://localhost:8080/a?b=1&c=2.");
            send(ports.smtp(), "mei@example.com", "Second", "Nothing here");
            send(ports.smtp(), "tom@example.com", "Third", "Nothing here");

            assertEquals("Second", mails.await("MEI@example.com", 2, MAX).subject());
            Mail first = mails.to("mei@example.com").getLast();
            assertEquals("第一封 <b>1</b>", first.subject());
            assertEquals(List.of("http://localhost:8080/a?b=1&c=2"), first.links());
            assertTrue(first.html().contains("<p>"));
            assertThrows(LocalFailure.class, () -> mails.await("nobody@example.com", Duration.ofMillis(20)));

            String list = get(mails.url() + "/?to=mei");
            assertTrue(list.contains("第一封 &lt;b&gt;1&lt;/b&gt;"));
            assertFalse(list.contains("tom@example.com"));
            assertTrue(get(mails.url() + "/mail/" + first.id()).contains("sandbox="));
            assertTrue(get(mails.url() + "/mail/" + first.id() + "/html").contains("<p>"));
            assertTrue(get(mails.url() + "/api/mails?to=tom@example.com").contains("\"Third\""));
        }
        Ports again = Ports.free();
        try (MailCatcher mails = MailCatcher.start(home, again.smtp(), again.mailPage())) {
            assertEquals(
                    List.of("Second", "第一封 <b>1</b>"),
                    mails.to("mei@example.com").stream().map(Mail::subject).toList());
            mails.clear();
            assertEquals(List.of(), mails.all());
        }
    }

    private static void send(int port, String to, String subject, String text) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", "127.0.0.1");
        properties.setProperty("mail.smtp.port", Integer.toString(port));
        MimeMessage message = new MimeMessage(Session.getInstance(properties));
        message.setFrom(new InternetAddress("no-reply@storelane.local"));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
        message.setSubject(subject, "UTF-8");
        MimeBodyPart plain = new MimeBodyPart();
        plain.setText(text, "UTF-8");
        MimeBodyPart html = new MimeBodyPart();
        html.setContent("<p>" + text.replaceAll("https?\\S+", "") + "</p>", "text/html; charset=UTF-8");
        message.setContent(new MimeMultipart("alternative", plain, html));
        Transport.send(message);
    }

    private static String get(String url) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(url.replace("localhost", "127.0.0.1")))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
