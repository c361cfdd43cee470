package io.storelane.web.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;

/** What the reference says, in one language: English as it stands at the methods, or its Chinese. */
final class ApiWords {

    private static final String CHINESE = "/messages/reference_zh_CN.properties";

    private final Properties texts = new Properties();

    private ApiWords() {}

    static ApiWords of(Locale locale) {
        var words = new ApiWords();
        if (locale.getLanguage().equals("zh")) {
            try (InputStream in = Objects.requireNonNull(ApiWords.class.getResourceAsStream(CHINESE))) {
                words.texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return words;
    }

    /** What stands for this in this language; a test sees to it that there is something for all. */
    String text(String key, String english) {
        return texts.getProperty(key, english);
    }

    /** All that is said in another language. */
    Set<String> keys() {
        return texts.stringPropertyNames();
    }
}
