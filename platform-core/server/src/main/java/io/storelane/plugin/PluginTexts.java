package io.storelane.plugin;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.HierarchicalMessageSource;
import org.springframework.context.MessageSource;
import org.springframework.context.support.AbstractMessageSource;
import org.springframework.stereotype.Component;

/**
 * Texts of plugins where the server's own pages show something of them: what the server's files do not have is looked for here. Of work
 * and notices there is always a text: they stay when their plugin has gone.
 */
@Component
class PluginTexts {

    /** How names of plugins' things begin, before the id. */
    static final String THINGS = "plugin.";

    /** Key of a plugin's name, with its id behind. */
    static final String TITLE = "plugin.title.";

    private static final Pattern PERMISSION = Pattern.compile("permission\\.([a-z0-9-]+)\\..+");
    private static final Pattern THING =
            Pattern.compile("(job\\.kind|notice)\\.plugin\\.([a-z0-9-]+)\\.([a-z0-9-]+)(\\.label)?");

    private final ObjectProvider<PluginHost> host;

    PluginTexts(MessageSource messages, ObjectProvider<PluginHost> host) {
        this.host = host; // later: it needs texts to start
        if (!(messages instanceof HierarchicalMessageSource server) || server.getParentMessageSource() != null) {
            throw new IllegalStateException("The server's texts cannot be added to.");
        }
        server.setParentMessageSource(new Added());
    }

    /** No bean: everybody asks for the server's texts. */
    private final class Added extends AbstractMessageSource {

        @Override
        protected @Nullable String resolveCodeWithoutArguments(String code, Locale locale) {
            return text(code, locale).orElse(null);
        }

        @Override
        protected @Nullable MessageFormat resolveCode(String code, Locale locale) {
            return text(code, locale)
                    .map(text -> new MessageFormat(text, locale))
                    .orElse(null);
        }
    }

    private Optional<String> text(String code, Locale locale) {
        if (code.startsWith(TITLE)) {
            String id = code.substring(TITLE.length());
            return Optional.of(find(id, "plugin.name", locale).orElse(id));
        }
        Matcher permission = PERMISSION.matcher(code);
        if (permission.matches()) {
            return host.getObject()
                    .find(permission.group(1))
                    .map(plugin -> plugin.archive()
                            .text(code, locale, code.endsWith(".help") ? "" : code.substring("permission.".length())));
        }
        Matcher thing = THING.matcher(code);
        if (!thing.matches()) {
            return Optional.empty();
        }
        String label = thing.group(4) == null ? "" : thing.group(4);
        String key = (thing.group(1).equals("notice") ? "notice." : "job.") + thing.group(3) + label;
        return Optional.of(find(thing.group(2), key, locale).orElse(thing.group(2) + ": " + thing.group(3)));
    }

    private Optional<String> find(String id, String key, Locale locale) {
        return host.getObject()
                .find(id)
                .map(plugin -> plugin.archive().text(key, locale, ""))
                .filter(text -> !text.isEmpty());
    }
}
