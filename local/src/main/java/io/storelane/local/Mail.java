package io.storelane.local;

import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * One caught mail for one recipient.
 *
 * @param to the address of the envelope, in lower case
 * @param text the plain part, empty if there is none
 * @param html the HTML part, empty if there is none
 */
public record Mail(String to, String subject, String text, String html, Instant received) {
    private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"']+");

    /** Every http link, of the plain part first, without repetition. */
    public List<String> links() {
        return LINK.matcher(text + "\n" + html.replace("&amp;", "&"))
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
    }
}
