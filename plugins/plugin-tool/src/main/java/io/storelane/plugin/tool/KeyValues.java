package io.storelane.plugin.tool;

import java.io.IOException;
import java.io.Reader;
import java.util.Properties;
import java.util.function.BiConsumer;

/** Keys and values of a properties file one by one, so that a key that stands there twice is seen twice. */
final class KeyValues {
    private KeyValues() {}

    static void of(Reader text, BiConsumer<String, String> each) throws IOException {
        new Told(each).load(text);
    }

    private static final class Told extends Properties {
        private static final long serialVersionUID = 1;
        private final transient BiConsumer<String, String> each;

        Told(BiConsumer<String, String> each) {
            this.each = each;
        }

        @Override
        public synchronized Object put(Object key, Object value) {
            each.accept((String) key, (String) value);
            return value;
        }
    }
}
