package io.storelane.dataset.web;

import io.storelane.dataset.ImportFinding;
import io.storelane.dataset.ImportOutcome;
import io.storelane.dataset.ImportView;
import io.storelane.dataset.Imports;
import io.storelane.web.Csv;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What became of each row, as a file; and a file to begin with. */
@Component
class ImportResult {

    private final Imports imports;
    private final ImportFields fields;
    private final MessageSource messages;

    ImportResult(Imports imports, ImportFields fields, MessageSource messages) {
        this.imports = imports;
        this.fields = fields;
        this.messages = messages;
    }

    /** @param faulty true for those alone with which something is wrong */
    void send(UUID id, boolean faulty, ZoneId zone, Locale locale, HttpServletResponse response) throws IOException {
        ImportView file = imports.find(id);
        Csv.send(
                response,
                "import-" + file.kind(),
                zone,
                Stream.of("row", "subject", "outcome", "column", "value", "problem")
                        .map(column -> messages.getMessage("dataset.result." + column, null, locale))
                        .toList(),
                imports.outcomes(id, faulty).flatMap(outcome -> rows(file, outcome, locale)));
    }

    private Stream<List<String>> rows(ImportView file, ImportOutcome outcome, Locale locale) {
        String state = fields.state(outcome.state(), locale);
        String row = String.valueOf(outcome.row());
        if (outcome.findings().isEmpty()) {
            return Stream.of(List.of(row, outcome.label(), state, "", "", ""));
        }
        return outcome.findings().stream()
                .map(finding -> List.of(
                        row,
                        outcome.label(),
                        state,
                        fields.column(file, finding.field(), locale),
                        finding.value(),
                        sentence(finding, locale)));
    }

    private String sentence(ImportFinding finding, Locale locale) {
        return fields.sentence(finding, locale);
    }

    void template(String kind, ZoneId zone, HttpServletResponse response) throws IOException {
        List<List<String>> rows = imports.template(kind);
        Csv.send(
                response,
                "template-" + kind,
                zone,
                rows.getFirst(),
                rows.stream().skip(1));
    }
}
