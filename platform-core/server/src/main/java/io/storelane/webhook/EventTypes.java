package io.storelane.webhook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/** The types of events that there are: those of the catalogue, {@code docs/api/events}. */
@Component
public class EventTypes {

    private static final String SUFFIX = ".json";

    private final List<String> all;

    EventTypes() {
        try {
            this.all = Stream.of(new PathMatchingResourcePatternResolver()
                            .getResources("classpath:catalogue/events/*" + SUFFIX))
                    .map(file -> Objects.requireNonNull(file.getFilename()))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In the order of their names. */
    public List<String> all() {
        return all;
    }
}
