package io.storelane.plugin.api;

import java.util.List;
import java.util.Map;
import org.pf4j.ExtensionPoint;

/**
 * What a workspace sets up; the server draws the form, keeps the values and seals those that are secret. The plugin reads them by
 * {@link Settings}. At most one a plugin.
 *
 * <pre>{@code
 * @Extension
 * public class LoyaltySettings implements SettingsForm {
 *     public List<Field> fields() {
 *         return List.of(new Field("rate", Kind.NUMBER, "settings.rate", true), new Field("key", Kind.SECRET, "settings.key", false));
 *     }
 *     public Map<String, String> check(CallContext context, Map<String, String> values) {
 *         return Long.parseLong(values.get("rate")) > 100 ? Map.of("rate", "settings.rate.high") : Map.of();
 *     }
 * }
 * }</pre>
 */
public interface SettingsForm extends ExtensionPoint {

    /** Fields in their order, at most thirty. Asked once, when the plugin starts. */
    List<Field> fields();

    /**
     * Looks at what was typed, after the server has seen that it is of its kind.
     *
     * @param values by name; a secret that was left as it is is missing
     * @return by name of the field, the key of a text that says what is wrong with it and what to do; empty if all is well
     */
    default Map<String, String> check(CallContext context, Map<String, String> values) {
        return Map.of();
    }

    /**
     * @param name letters and digits, 1 to 40; stays the same for ever
     * @param labelKey key in {@code ui/messages.properties}; its help, if any, stands under {@code <labelKey>.help}
     */
    record Field(String name, Kind kind, String labelKey, boolean required) {}

    /** What a field holds. */
    enum Kind {
        /** Up to 1,000 characters. */
        TEXT,
        /** A whole number. */
        NUMBER,
        /** {@code true} or {@code false}. */
        SWITCH,
        /** An address that begins with https://. */
        URL,
        /** Never shown again; an empty field leaves it as it is. */
        SECRET
    }
}
