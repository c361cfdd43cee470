package io.storelane.export;

import io.storelane.problem.ProblemException;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The lists of the product that there are files of. */
@Component
class Lists {

    private final Map<String, ListFile<?>> lists;
    private final JsonMapper json;

    Lists(List<ListFile<?>> lists, JsonMapper json) {
        this.lists = new TreeMap<>(lists.stream().collect(Collectors.toMap(ListFile::name, list -> list)));
        this.json = json.rebuild()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .build();
    }

    /** A list with its filter. */
    record Chosen<F extends Record>(ListFile<F> list, F filter) {

        Sheet<?> sheet(Locale locale) {
            return list.sheet(filter, locale);
        }

        void handOut(long rows) {
            list.handOut(filter, rows);
        }
    }

    /** Names of all, with the parts of their filters. */
    Map<String, List<String>> all() {
        Map<String, List<String>> all = new TreeMap<>();
        lists.forEach((name, list) -> all.put(name, fields("", list.filter())));
        return all;
    }

    /** @throws ProblemException if there is no such list, or it has no such filter */
    Chosen<?> choose(String name, String filter) {
        ListFile<?> list = lists.get(name);
        if (list == null) {
            throw new ProblemException(ExportProblem.UNKNOWN_LIST, String.join(", ", lists.keySet()));
        }
        return chosen(list, filter);
    }

    private <F extends Record> Chosen<F> chosen(ListFile<F> list, String filter) {
        try {
            if (!(json.readTree(filter) instanceof ObjectNode node)) {
                throw wrong(list);
            }
            complete(node, list);
            return new Chosen<>(list, json.treeToValue(node, list.filter()));
        } catch (JacksonException _) {
            throw wrong(list);
        }
    }

    private static ProblemException wrong(ListFile<?> list) {
        return new ProblemException(ExportProblem.BAD_FILTER, String.join(", ", fields("", list.filter())));
    }

    private void complete(ObjectNode node, ListFile<?> list) {
        if (!complete(node, list.filter())) {
            throw wrong(list);
        }
    }

    /** What is not said means the default. @return false if something is missing that has none */
    private boolean complete(ObjectNode node, Class<?> type) {
        for (RecordComponent part : type.getRecordComponents()) {
            JsonNode said = node.get(part.getName());
            Class<?> of = part.getType();
            if (of.isRecord()) {
                ObjectNode inner = said instanceof ObjectNode object ? object : node.putObject(part.getName());
                if (!complete(inner, of)) {
                    return false;
                }
            } else if (said == null || said.isNull()) {
                if (of == String.class) {
                    node.put(part.getName(), "");
                } else if (of == boolean.class) {
                    node.put(part.getName(), false);
                } else if (!part.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static List<String> fields(String prefix, Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .flatMap(part -> part.getType().isRecord()
                        ? fields(prefix + part.getName() + ".", part.getType()).stream()
                        : java.util.stream.Stream.of(prefix + part.getName()))
                .toList();
    }
}
