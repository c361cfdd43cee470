package io.storelane.dataset;

import io.storelane.dataset.ImportView.Column;
import io.storelane.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Titles of columns: what they are, and which field each stands for. */
@Component
class Columns {

    static final int MOST = 200;

    private static final int LONGEST = 100;

    private final MessageSource messages;

    Columns(MessageSource messages) {
        this.messages = messages;
    }

    /**
     * Names of the columns; one without a title has none.
     *
     * @throws ProblemException if the row holds no titles, or one of them twice
     */
    List<String> names(ImportKind kind, Table.Line header) {
        List<String> names = new ArrayList<>();
        for (Table.Cell cell : header.cells()) {
            String name = cell.text().replaceAll("\\s+", " ");
            names.add(name.length() > LONGEST ? name.substring(0, LONGEST) : name);
        }
        while (!names.isEmpty() && names.getLast().isEmpty()) {
            names.removeLast();
        }
        if (names.size() > MOST) {
            throw new ProblemException(DatasetProblem.TOO_MANY_COLUMNS, MOST);
        }
        if (names.stream().anyMatch(Columns::isValue) && guess(kind, names).isEmpty()) {
            throw new ProblemException(DatasetProblem.HEADER_MISSING, header.number());
        }
        Set<String> seen = new HashSet<>();
        Set<String> twice = new LinkedHashSet<>();
        for (String name : names) {
            if (!name.isEmpty() && !seen.add(name.toLowerCase(Locale.ROOT))) {
                twice.add("“" + name + "”");
            }
        }
        if (!twice.isEmpty()) {
            throw new ProblemException(DatasetProblem.HEADER_TWICE, String.join(", ", twice));
        }
        return names;
    }

    /** True for a number or a day, which is no title. */
    private static boolean isValue(String name) {
        return name.matches("[¥$€£]?-?[\\d.,]*\\d") || name.matches("\\d{4}[-/.年]\\d{1,2}[-/.月]\\d{1,2}.*");
    }

    /** For fields of the kind the column whose title is one of theirs, in English or Chinese. */
    Map<String, Integer> guess(ImportKind kind, List<String> names) {
        Map<String, Integer> guess = new LinkedHashMap<>();
        Set<Integer> taken = new HashSet<>();
        for (ImportField field : kind.fields()) {
            Set<String> wanted = new HashSet<>();
            Stream.concat(
                            Stream.of(
                                    field.code(),
                                    label(field, Locale.ENGLISH),
                                    label(field, Locale.SIMPLIFIED_CHINESE)),
                            field.names().stream())
                    .forEach(name -> wanted.add(folded(name)));
            for (int i = 0; i < names.size(); i++) {
                if (!taken.contains(i) && parts(names.get(i)).anyMatch(wanted::contains)) {
                    guess.put(field.code(), i);
                    taken.add(i);
                    break;
                }
            }
        }
        return guess;
    }

    /** The title, and its parts where it says the same in two languages. */
    private static Stream<String> parts(String name) {
        return Stream.concat(Stream.of(name), Stream.of(name.split("[/|()（）]", -1)))
                .map(Columns::folded)
                .filter(part -> !part.isEmpty());
    }

    private static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[\\s_*.:-]+", "");
    }

    String label(ImportField field, Locale locale) {
        return messages.getMessage(field.labelKey(), null, locale);
    }

    /** The title that a file to begin with has for a field: in both languages. */
    String title(ImportField field) {
        String english = label(field, Locale.ENGLISH);
        String chinese = label(field, Locale.SIMPLIFIED_CHINESE);
        return english.equals(chinese) ? english : english + " / " + chinese;
    }

    /** The same for files whose titles are the same, and else for none. */
    static String mark(List<Column> columns) {
        try {
            String all =
                    String.join("\u001f", columns.stream().map(Column::name).toList());
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
