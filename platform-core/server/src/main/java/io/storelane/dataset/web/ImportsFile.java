package io.storelane.dataset.web;

import io.storelane.dataset.ImportView;
import io.storelane.dataset.Imports;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The caller's imports as a file. */
@Component
class ImportsFile implements ListFile<ImportsFile.Filter> {

    /** Nothing narrows the list. */
    record Filter() {}

    private final Imports imports;
    private final MessageSource messages;

    ImportsFile(Imports imports, MessageSource messages) {
        this.imports = imports;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "imports";
    }

    @Override
    public Class<Filter> filter() {
        return Filter.class;
    }

    @Override
    public Sheet<?> sheet(Filter filter, Locale locale) {
        return new Sheet<>(
                Stream.of(
                                "dataset.file",
                                "dataset.kind",
                                "dataset.rows",
                                "dataset.row.added",
                                "dataset.row.changed",
                                "dataset.row.unchanged",
                                "dataset.faulty",
                                "dataset.created",
                                "dataset.stateLabel")
                        .map(key -> text(key, locale))
                        .toList(),
                imports::page,
                i -> row(i, locale));
    }

    private List<Object> row(ImportView i, Locale locale) {
        return List.of(
                i.fileName(),
                text("dataset.kind." + i.kind(), locale),
                i.rows(),
                i.counts().added(),
                i.counts().changed(),
                i.counts().unchanged(),
                i.counts().faulty(),
                i.createdAt(),
                text("dataset.state." + i.state().code(), locale));
    }

    private String text(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }
}
