package io.storelane.plugin.tool;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The texts of a plugin: both languages have each, with the same values, and each that a template asks for is there. */
final class Bundles {
    static final String ENGLISH = "ui/messages.properties";
    static final String CHINESE = "ui/messages_zh_CN.properties";
    private static final List<String> NEEDED = List.of("plugin.name", "plugin.description");
    private static final Pattern USED = Pattern.compile("#\\{\\s*([a-zA-Z0-9_.-]+)\\s*[}(]");
    private static final Pattern VALUE = Pattern.compile("\\{(\\d+)");
    /** Texts of the server's own layouts and fragments, which plugins may use. */
    private static final String SERVERS = "ui.";

    private Bundles() {}

    static void check(Archive archive, Findings findings) {
        Map<String, String> english = read(archive, ENGLISH, findings);
        Map<String, String> chinese = read(archive, CHINESE, findings);
        for (String key : NEEDED) {
            if (!english.containsKey(key)) {
                findings.add(Code.MESSAGE_UNKNOWN, ENGLISH, key);
            }
        }
        if (archive.has(ENGLISH) && archive.has(CHINESE)) {
            compare(english, chinese, findings);
        }
        for (String template : archive.names("ui/templates/", ".html")) {
            Matcher used = USED.matcher(archive.text(template));
            while (used.find()) {
                String key = used.group(1);
                if (!key.startsWith(SERVERS) && !english.containsKey(key)) {
                    findings.add(Code.MESSAGE_UNKNOWN, template, key);
                }
            }
        }
    }

    private static void compare(Map<String, String> english, Map<String, String> chinese, Findings findings) {
        Set<String> keys = new TreeSet<>(english.keySet());
        keys.addAll(chinese.keySet());
        for (String key : keys) {
            String en = english.get(key);
            String zh = chinese.get(key);
            if (en == null || zh == null) {
                findings.add(Code.MESSAGES_KEYS, en == null ? ENGLISH : CHINESE, key);
            } else if (!values(en).equals(values(zh))) {
                findings.add(Code.MESSAGES_VALUES, CHINESE, key);
            }
        }
    }

    private static Set<String> values(String text) {
        return VALUE.matcher(text).results().map(m -> m.group(1)).collect(Collectors.toSet());
    }

    private static Map<String, String> read(Archive archive, String file, Findings findings) {
        Map<String, String> texts = new TreeMap<>();
        if (!archive.has(file)) {
            findings.add(Code.MESSAGES_MISSING, file);
            return texts;
        }
        try {
            KeyValues.of(new StringReader(archive.text(file)), (key, value) -> {
                if (texts.put(key, value) != null) {
                    findings.add(Code.MESSAGES_TWICE, file, key);
                }
            });
        } catch (IOException | IllegalArgumentException e) {
            findings.add(Code.MESSAGES_MISSING, file);
        }
        return texts;
    }
}
