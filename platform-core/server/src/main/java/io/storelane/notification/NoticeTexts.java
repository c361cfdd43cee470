package io.storelane.notification;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The sentence of a notice in the language of who reads it. */
@Component
class NoticeTexts {

    private static final Logger log = LoggerFactory.getLogger(NoticeTexts.class);
    private static final String UNKNOWN = "notice.unknown";

    private final NoticeKinds kinds;
    private final MessageSource messages;
    private final JsonMapper json;

    NoticeTexts(NoticeKinds kinds, MessageSource messages, JsonMapper json) {
        this.kinds = kinds;
        this.messages = messages;
        this.json = json;
    }

    /**
     * @param count how many there were
     * @param detail values of the latest, as stored
     */
    String text(String kind, int count, String detail, Locale locale) {
        List<Object> values = new ArrayList<>();
        values.add(count);
        for (Object value : json.readValue(detail, Object[].class)) {
            values.add(
                    value instanceof Map<?, ?> term
                            ? messages.getMessage(String.valueOf(term.get("key")), null, locale)
                            : value);
        }
        // a kind that only a server of another release knows has a sentence, too
        String key = kinds.of(kind).map(NoticeKind::textKey).orElse(UNKNOWN);
        try {
            return messages.getMessage(key, values.toArray(), locale);
        } catch (IllegalArgumentException e) { // the pattern of somebody else, such as a number where a text is
            log.warn("The text {} does not take the values of a notice", key, e);
            return messages.getMessage(UNKNOWN, new Object[] {count}, locale);
        }
    }
}
