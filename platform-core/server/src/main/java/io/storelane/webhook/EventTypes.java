package io.storelane.webhook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/** The types of events that there are: those of the catalogue, {@code docs/api/events}, and those that modules bring. */
@Component
public class EventTypes {

    private static final String SUFFIX = ".json";

    private final List<String> catalogue;
    private final List<EventTypeSource> sources;

    EventTypes(List<EventTypeSource> sources) {
        this.sources = List.copyOf(sources);
        try {
            this.catalogue = Stream.of(new PathMatchingResourcePatternResolver()
                            .getResources("classpath:catalogue/events/*" + SUFFIX))
                    .map(file -> Objects.requireNonNull(file.getFilename()))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of the workspace of the scope, in the order of their names; what modules bring comes last. */
    public List<String> all() {
        return Stream.concat(
                        catalogue.stream(),
                        sources.stream().flatMap(s -> s.types().stream().sorted()))
                .toList();
    }
}
