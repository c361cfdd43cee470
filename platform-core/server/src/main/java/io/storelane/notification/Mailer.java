package io.storelane.notification;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.MessageSource;
import org.springframework.mail.MailPreparationException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Service;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/**
 * Sends one mail now. A template has a subject {@code mail.<template>.subject}, a text and a button in the message files; the
 * mail is sent as plain text and as HTML.
 */
@Service
@EnableConfigurationProperties(MailProperties.class)
public class Mailer {

    private final JavaMailSender sender;
    private final ITemplateEngine templates;
    private final MessageSource messages;
    private final MailProperties properties;

    Mailer(JavaMailSender sender, ITemplateEngine templates, MessageSource messages, MailProperties properties) {
        this.sender = sender;
        this.templates = templates;
        this.messages = messages;
        this.properties = properties;
    }

    /**
     * @param params values for the template; {@code link} is where its button leads, {@code lines} stand below the text
     * @throws org.springframework.mail.MailException if it could not be handed over
     */
    public void send(String recipient, Locale locale, String template, Map<String, ?> params) {
        Object[] args = {
            params.get("name"),
            params.get("inviter"),
            params.get("workspace"),
            params.get("role"),
            params.get("expires"),
            params.get("count")
        };
        for (int i = 0; i < args.length; i++) {
            args[i] = args[i] == null ? "" : args[i];
        }
        String subject = oneLine(messages.getMessage("mail." + template + ".subject", args, locale));
        String text = messages.getMessage("mail." + template + ".text", args, locale);
        Object lines = params.get("lines");
        if (lines != null) {
            text += "\n" + lines;
        }
        String button = messages.getMessage("mail." + template + ".button", args, locale);
        String link = String.valueOf(params.get("link"));
        Context context = new Context(locale);
        context.setVariable("subject", subject);
        context.setVariable("paragraphs", text.lines().toList());
        context.setVariable("button", button);
        context.setVariable("link", link);
        context.setVariable(
                "footer",
                messages.getMessage(
                        "mail." + template + ".footer",
                        args,
                        messages.getMessage("mail.footer", null, locale),
                        locale));
        try {
            MimeMessageHelper mail =
                    new MimeMessageHelper(sender.createMimeMessage(), true, StandardCharsets.UTF_8.name());
            mail.setFrom(new InternetAddress(properties.from(), properties.fromName(), StandardCharsets.UTF_8.name()));
            mail.setTo(recipient);
            mail.setSubject(subject);
            mail.setText(text + "\n\n" + button + ": " + link + "\n", templates.process("mail/mail", context));
            sender.send(mail.getMimeMessage());
        } catch (MessagingException | UnsupportedEncodingException e) {
            throw new MailPreparationException(e);
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\r\\n]+", " ");
    }
}
