package io.storelane.dataset.web;

import io.storelane.dataset.ImportField;
import io.storelane.dataset.ImportFinding;
import io.storelane.dataset.ImportView;
import io.storelane.dataset.Imports;
import java.util.Locale;
import java.util.Objects;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Names of columns and sentences of faults, for people and programs. */
@Component
class ImportFields {

    private final Imports imports;
    private final MessageSource messages;

    ImportFields(Imports imports, MessageSource messages) {
        this.imports = imports;
        this.messages = messages;
    }

    /** The title of the column that holds the field; the field's own name if the file has none for it. */
    String column(ImportView file, String field, Locale locale) {
        if (field.isEmpty()) {
            return "";
        }
        Integer column = file.mapping().get(field);
        String name = column == null ? "" : file.columns().get(column).name();
        return name.isEmpty()
                ? Objects.requireNonNullElse(messages.getMessage(labelKey(file, field), null, field, locale), field)
                : name;
    }

    /** Also of those who may not import it, and of one that is away. */
    private String labelKey(ImportView file, String field) {
        return imports.fields(file.kind()).stream()
                .filter(f -> f.code().equals(field))
                .map(ImportField::labelKey)
                .findFirst()
                .orElse("dataset.field." + field);
    }

    String sentence(ImportFinding finding, Locale locale) {
        return messages.getMessage(finding.messageKey(), finding.args().toArray(), locale);
    }

    String state(String state, Locale locale) {
        return messages.getMessage("dataset.row." + state, null, locale);
    }
}
