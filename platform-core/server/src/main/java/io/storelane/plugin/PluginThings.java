package io.storelane.plugin;

import io.storelane.web.BorrowedTexts;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Texts of what plugins bring to the server's own pages: permissions, work and notices. Of work and notices there is always a text: they
 * stay when their plugin has gone.
 */
@Component
class PluginThings implements BorrowedTexts {

    /** How names of plugins' things begin, before the id. */
    static final String NAMES = "plugin.";

    /** Key of a plugin's name, with its id behind. */
    static final String TITLE = "plugin.title.";

    private static final Pattern PERMISSION = Pattern.compile("permission\\.([a-z0-9-]+)\\..+");
    private static final Pattern THING =
            Pattern.compile("(job\\.kind|notice)\\.plugin\\.([a-z0-9-]+)\\.([a-z0-9-]+)(\\.label)?");

    private final PluginHost host;

    PluginThings(PluginHost host) {
        this.host = host;
    }

    @Override
    public @Nullable String text(String key, Locale locale) {
        if (key.startsWith(TITLE)) {
            String id = key.substring(TITLE.length());
            return find(id, "plugin.name", locale).orElse(id);
        }
        Matcher permission = PERMISSION.matcher(key);
        if (permission.matches()) {
            String none = key.endsWith(".help") ? "" : key.substring("permission.".length());
            return host.find(permission.group(1))
                    .map(plugin -> plugin.archive().text(key, locale, none))
                    .orElse(null);
        }
        Matcher thing = THING.matcher(key);
        return thing.matches() ? named(thing, locale) : null;
    }

    private String named(Matcher thing, Locale locale) {
        String label = thing.group(4) == null ? "" : thing.group(4);
        String key = (thing.group(1).equals("notice") ? "notice." : "job.") + thing.group(3) + label;
        return find(thing.group(2), key, locale).orElse(thing.group(2) + ": " + thing.group(3));
    }

    private Optional<String> find(String id, String key, Locale locale) {
        return host.find(id)
                .map(plugin -> plugin.archive().text(key, locale, ""))
                .filter(text -> !text.isEmpty());
    }
}
