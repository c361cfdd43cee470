package io.storelane.plugin;

import io.storelane.plugin.api.SettingsForm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was typed into fields that a plugin has asked for. */
final class SettingFields {

    private static final int LONGEST = 1_000;

    private SettingFields() {}

    /**
     * @param present names of fields that have a value: a secret among them may be left empty
     * @return by name of the field, the key of a text of the server; empty if each value is of its kind
     */
    static Map<String, String> faults(List<SettingsForm.Field> fields, Map<String, String> typed, Set<String> present) {
        Map<String, String> faults = new LinkedHashMap<>();
        fields.forEach(field -> {
            String value = typed.getOrDefault(field.name(), "");
            boolean stays = field.kind() == SettingsForm.Kind.SECRET && present.contains(field.name());
            if (value.isEmpty() ? field.required() && !stays : !fits(field.kind(), value)) {
                faults.put(
                        field.name(), value.isEmpty() ? "plugin.settings.required" : "plugin.settings." + field.kind());
            }
        });
        return faults;
    }

    /** Without secrets that were left as they are. */
    static Map<String, String> given(List<SettingsForm.Field> fields, Map<String, String> typed) {
        Map<String, String> given = new LinkedHashMap<>();
        fields.forEach(field -> {
            String value = typed.getOrDefault(field.name(), "");
            if (!value.isEmpty() || field.kind() != SettingsForm.Kind.SECRET) {
                given.put(field.name(), value);
            }
        });
        return given;
    }

    private static boolean fits(SettingsForm.Kind kind, String value) {
        return value.length() <= LONGEST
                && switch (kind) {
                    case TEXT, SECRET -> true;
                    case NUMBER -> value.matches("-?[0-9]{1,15}");
                    case SWITCH -> value.equals("true") || value.equals("false");
                    case URL -> value.matches("https://\\S+");
                };
    }
}
