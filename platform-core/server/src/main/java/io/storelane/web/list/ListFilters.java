package io.storelane.web.list;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Filters of lists as text, from which the same ones can be made. */
public final class ListFilters {

    private ListFilters() {}

    /** What the filter is made of, as JSON; what else it says of itself is left out. */
    public static String written(JsonMapper json, Record filter) {
        JsonNode tree = json.valueToTree(filter);
        reduce(tree, filter.getClass());
        return tree.toString();
    }

    private static void reduce(JsonNode tree, Class<?> type) {
        if (tree instanceof ObjectNode node) {
            Set<String> parts = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getName)
                    .collect(Collectors.toSet());
            node.retain(parts);
            for (RecordComponent part : type.getRecordComponents()) {
                if (part.getType().isRecord()) {
                    reduce(node.path(part.getName()), part.getType());
                }
            }
        }
    }
}
