package io.storelane.local;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mail as one recipient got it.
 *
 * @param id its key on the mail page; later mails sort behind earlier ones
 * @param to the address it was delivered to
 * @param text the plain part, empty if there is none
 * @param html the HTML part, empty if there is none
 */
public record Mail(String id, String to, String subject, String text, String html, Instant received) {
    private static final Pattern LINK = Pattern.compile("https?://[^\\s\"'<>]+");
    private static final Pattern HREF = Pattern.compile("href\\s*=\\s*[\"']([^\"']+)[\"']", Pattern.CASE_INSENSITIVE);

    /** The web addresses in the mail, each once: those of the HTML part first, then those of the plain part. */
    public List<String> links() {
        Set<String> links = new LinkedHashSet<>();
        Matcher href = HREF.matcher(html);
        while (href.find()) {
            String link = href.group(1)
                    .replace("&#x3D;", "=")
                    .replace("&#61;", "=")
                    .replace("&#38;", "&")
                    .replace("&amp;", "&");
            if (link.startsWith("http://") || link.startsWith("https://")) {
                links.add(link);
            }
        }
        Matcher plain = LINK.matcher(text);
        while (plain.find()) {
            String link = plain.group();
            while (!link.isEmpty() && ".,;:!?)]".indexOf(link.charAt(link.length() - 1)) >= 0) {
                link = link.substring(0, link.length() - 1);
            }
            links.add(link);
        }
        return new ArrayList<>(links);
    }
}
