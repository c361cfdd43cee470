package io.storelane.dataset.web;

import io.storelane.dataset.ImportFinding;
import io.storelane.dataset.ImportView;
import java.util.Locale;
import java.util.Objects;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Names of columns and sentences of faults, for people and programs. */
@Component
class ImportFields {

    private final MessageSource messages;

    ImportFields(MessageSource messages) {
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
                ? Objects.requireNonNullElse(messages.getMessage("dataset.field." + field, null, field, locale), field)
                : name;
    }

    String sentence(ImportFinding finding, Locale locale) {
        return messages.getMessage(finding.messageKey(), finding.args().toArray(), locale);
    }

    String state(String state, Locale locale) {
        return messages.getMessage("dataset.row." + state, null, locale);
    }
}
