package io.storelane.export;

import io.storelane.access.Access;
import io.storelane.problem.Fault;
import io.storelane.problem.FieldErrors;
import io.storelane.problem.ProblemException;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.ListFileSource;
import io.storelane.web.list.Sheet;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The lists of the product that there are files of. */
@Component
class Lists {

    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final int SHOWN = 100;

    private final Map<String, ListFile<?>> lists;
    private final ObjectProvider<ListFileSource> sources;
    private final JsonMapper json;

    Lists(List<ListFile<?>> lists, ObjectProvider<ListFileSource> sources, JsonMapper json) {
        this.lists = new TreeMap<>(lists.stream().collect(Collectors.toMap(ListFile::name, list -> list)));
        this.sources = sources;
        this.json = json.rebuild()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .build();
    }

    /** A list with its filter. */
    record Chosen<F extends Record>(ListFile<F> list, F filter) {

        Sheet<?> sheet(Locale locale) {
            return list.sheet(filter, locale);
        }

        boolean isApart() {
            return list.isApart();
        }

        void handOut(long rows) {
            list.handOut(filter, rows);
        }
    }

    /** Names of all, with the parts of their filters. */
    Map<String, List<String>> all() {
        Map<String, List<String>> all = new TreeMap<>();
        known().forEach((name, list) -> all.put(name, fields("", list.filter())));
        return all;
    }

    /** Names of those that have no page of their own, as far as the caller may see them. */
    List<String> others() {
        Access access = Access.current();
        return borrowed()
                .filter(list -> list.isAllowed(access))
                .map(ListFile::name)
                .sorted()
                .toList();
    }

    private Stream<ListFile<?>> borrowed() {
        return sources.stream().flatMap(source -> source.files().stream());
    }

    private Map<String, ListFile<?>> known() {
        Map<String, ListFile<?>> known = new TreeMap<>(lists);
        borrowed().forEach(list -> known.putIfAbsent(list.name(), list));
        return known;
    }

    /** Why one is not there at the moment, though it will be again. */
    Optional<ProblemException> absence(String name) {
        return sources.stream().flatMap(source -> source.absence(name).stream()).findFirst();
    }

    /** @throws ProblemException if there is no such list, or it has no such filter; it names what is at fault */
    Chosen<?> choose(String name, String filter) {
        ListFile<?> list = lists.containsKey(name) ? lists.get(name) : known().get(name);
        if (list == null) {
            String known = String.join(", ", known().keySet());
            throw wrong("/list", ExportProblem.UNKNOWN_LIST, ExportProblem.UNKNOWN_LIST, known);
        }
        return chosen(list, filter);
    }

    private <F extends Record> Chosen<F> chosen(ListFile<F> list, String filter) {
        ObjectNode said = object(filter);
        if (said == null) {
            throw wrong("/filter", ExportProblem.BAD_FILTER, ExportProblem.BAD_FILTER, parts(list));
        }
        var errors = new FieldErrors();
        ObjectNode whole = said.deepCopy();
        complete(whole, list.filter(), "/filter", parts(list), errors);
        errors.throwIfAny(ExportProblem.BAD_FILTER, parts(list));
        F made = list.known(made(list, whole));
        // what a list takes from an address and does not know means its default, which here would be all of it
        kept(said, json.valueToTree(made), list.filter(), "/filter", errors);
        errors.throwIfAny(ExportProblem.BAD_FILTER, parts(list));
        return new Chosen<>(list, made);
    }

    private @Nullable ObjectNode object(String text) {
        try {
            return json.readTree(text) instanceof ObjectNode node ? node : null;
        } catch (JacksonException _) {
            return null;
        }
    }

    private <F extends Record> F made(ListFile<F> list, ObjectNode whole) {
        try {
            return json.treeToValue(whole, list.filter());
        } catch (JacksonException e) {
            String place = e.getPath().stream()
                    .map(JacksonException.Reference::getPropertyName)
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining("/"));
            JsonNode value = whole.at("/" + place);
            String shown = place.isEmpty() || value.isContainer() ? "…" : shown(value);
            new FieldErrors()
                    .add(place.isEmpty() ? "/filter" : "/filter/" + place, ExportProblem.FILTER_VALUE, shown)
                    .throwIfAny(ExportProblem.BAD_FILTER, parts(list));
            throw new IllegalStateException(e);
        }
    }

    private static ProblemException wrong(String place, ExportProblem what, ExportProblem problem, String arg) {
        return ProblemException.of(List.of(Fault.of(what, place, arg)), problem, arg);
    }

    private static String shown(JsonNode value) {
        String text = value.isString() ? value.asString() : value.toString();
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }

    private static String parts(ListFile<?> list) {
        return String.join(", ", fields("", list.filter()));
    }

    /** What is not said means the default. */
    private static void complete(ObjectNode node, Class<?> type, String place, String parts, FieldErrors errors) {
        Set<String> unknown = new TreeSet<>(node.propertyNames());
        for (RecordComponent part : type.getRecordComponents()) {
            String name = part.getName();
            unknown.remove(name);
            JsonNode said = node.get(name);
            Class<?> of = part.getType();
            boolean none = said == null || said.isNull();
            if (of.isRecord()) {
                if (none) {
                    node.putObject(name);
                }
                if (node.get(name) instanceof ObjectNode inner) {
                    complete(inner, of, place + "/" + name, parts, errors);
                } else {
                    errors.add(place + "/" + name, ExportProblem.FILTER_VALUE, shown(node.get(name)));
                }
            } else if (none && of == String.class) {
                node.put(name, "");
            } else if (none && of == boolean.class) {
                node.put(name, false);
            } else if (none && !part.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                errors.add(place + "/" + name, ExportProblem.FILTER_MISSING);
            }
        }
        unknown.forEach(name -> errors.add(place + "/" + name, ExportProblem.FILTER_UNKNOWN, parts));
    }

    /** Names each text that the filter does not hold as it was said. */
    private static void kept(ObjectNode said, JsonNode made, Class<?> type, String place, FieldErrors errors) {
        for (RecordComponent part : type.getRecordComponents()) {
            JsonNode before = said.get(part.getName());
            JsonNode after = made.path(part.getName());
            String at = place + "/" + part.getName();
            if (before instanceof ObjectNode inner && part.getType().isRecord()) {
                kept(inner, after, part.getType(), at, errors);
            } else if (before != null && part.getType() == String.class && !alike(before, after)) {
                errors.add(at, ExportProblem.FILTER_VALUE, shown(before));
            }
        }
    }

    private static boolean alike(JsonNode before, JsonNode after) {
        String text = SPACE.matcher(before.asString("")).replaceAll("");
        return text.isEmpty()
                || text.equalsIgnoreCase(SPACE.matcher(after.asString("")).replaceAll(""));
    }

    private static List<String> fields(String prefix, Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .flatMap(part -> part.getType().isRecord()
                        ? fields(prefix + part.getName() + ".", part.getType()).stream()
                        : Stream.of(prefix + part.getName()))
                .toList();
    }
}
