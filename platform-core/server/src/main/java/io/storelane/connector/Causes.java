package io.storelane.connector;

import io.storelane.plugin.PluginConnectors;
import io.storelane.plugin.api.channel.ChannelFault;
import io.storelane.problem.ProblemCode;
import io.storelane.problem.ProblemException;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Puts into words why something failed. */
@Component
class Causes {

    private static final int MOST = 3;

    private final PluginConnectors connectors;
    private final MessageSource messages;

    Causes(PluginConnectors connectors, MessageSource messages) {
        this.connectors = connectors;
        this.messages = messages;
    }

    /** In the words of the connector. */
    Cause of(String plugin, ChannelFault fault) {
        return both(locale -> {
            String text = connectors.text(plugin, fault.key(), locale);
            try {
                return new MessageFormat(text, locale).format(fault.args().toArray());
            } catch (RuntimeException _) {
                return text; // a text that is no pattern, or an argument that cannot be said
            }
        });
    }

    /** In the words of the server; of several faults the first ones. */
    Cause of(ProblemException e) {
        if (e.faults().isEmpty()) {
            return of(e.code(), e.args());
        }
        return both(locale -> e.faults().stream()
                .limit(MOST)
                .map(f -> said(f.code(), f.args(), locale))
                .collect(Collectors.joining(" ")));
    }

    Cause of(ProblemCode code, Object... args) {
        return both(locale -> said(code, List.of(args), locale));
    }

    private String said(ProblemCode code, List<?> args, Locale locale) {
        return messages.getMessage(code.messageKey(), args.toArray(), locale);
    }

    private static Cause both(Function<Locale, String> text) {
        return new Cause(text.apply(Locale.ENGLISH), text.apply(Locale.SIMPLIFIED_CHINESE));
    }
}
