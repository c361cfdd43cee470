package io.storelane.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What other modules show on the page of a record. */
@Component
public class RecordSections {

    private final List<RecordSection> sections;

    RecordSections(List<RecordSection> sections) {
        this.sections = List.copyOf(sections);
    }

    /** What one module shows. */
    public record Section(String fragment, Map<String, Object> model) {}

    /** @param kind {@code product} or {@code customer} */
    public List<Section> of(String kind, UUID id, Locale locale) {
        return sections.stream()
                .map(s -> new Section(s.fragment(), s.model(kind, id, locale)))
                .filter(s -> !s.model().isEmpty())
                .toList();
    }
}
