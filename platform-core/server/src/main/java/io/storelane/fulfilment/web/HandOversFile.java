package io.storelane.fulfilment.web;

import io.storelane.fulfilment.HandOverView;
import io.storelane.fulfilment.HandOvers;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Hand-overs as a file. */
@Component
class HandOversFile implements ListFile<HandOvers.Filter> {

    private final HandOvers handOvers;
    private final FulfilmentWords words;

    HandOversFile(HandOvers handOvers, FulfilmentWords words) {
        this.handOvers = handOvers;
        this.words = words;
    }

    @Override
    public String name() {
        return "hand-overs";
    }

    @Override
    public Class<HandOvers.Filter> filter() {
        return HandOvers.Filter.class;
    }

    @Override
    public Sheet<?> sheet(HandOvers.Filter filter, Locale locale) {
        return new Sheet<>(
                Stream.of(
                                "handOver.subject",
                                "handOver.kind",
                                "fulfilment.order",
                                "fulfilment.location",
                                "handOver.department",
                                "handOver.owner",
                                "handOver.state",
                                "handOver.due",
                                "fulfilment.created",
                                "handOver.doneAt",
                                "handOver.doneBy",
                                "handOver.note")
                        .map(key -> words.text(key, locale))
                        .toList(),
                (cursor, size) -> handOvers.find(filter, cursor, size),
                h -> row(h, locale));
    }

    private List<? extends @Nullable Object> row(HandOverView h, Locale locale) {
        return Arrays.asList(
                h.subjectNumber(),
                words.text("handOver.kind." + h.kind(), locale),
                h.orderNumber(),
                h.location(),
                h.department(),
                h.owner(),
                words.text("handOver.state." + h.state(), locale),
                h.dueAt(),
                h.createdAt(),
                h.doneAt(),
                h.doneBy(),
                h.note());
    }
}
