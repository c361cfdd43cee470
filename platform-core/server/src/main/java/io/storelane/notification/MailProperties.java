package io.storelane.notification;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How mail leaves the server; the SMTP host is set under {@code spring.mail}.
 *
 * @param from sender's address
 * @param fromName sender's name
 */
@ConfigurationProperties("storelane.mail")
public record MailProperties(
        @DefaultValue("no-reply@storelane.local") String from,
        @DefaultValue("Storelane") String fromName) {}
