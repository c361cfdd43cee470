package io.storelane.crm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rules as JSON: {@code {"all": [...]}}, {@code {"any": [...]}} or {@code {"field": "ORDERS", "op": "AT_LEAST", "value": "2"}}.
 */
final class RuleText {

    private final JsonMapper json = JsonMapper.builder().build();

    String write(Rule rule) {
        return json.writeValueAsString(tree(rule));
    }

    private static Map<String, Object> tree(Rule rule) {
        Map<String, Object> tree = new LinkedHashMap<>();
        switch (rule) {
            case Rule.Group(boolean all, List<Rule> parts) ->
                tree.put(all ? "all" : "any", parts.stream().map(RuleText::tree).toList());
            case Rule.Test test -> {
                tree.put("field", test.field().name());
                tree.put("op", test.op().name());
                tree.put("value", test.value());
                if (!test.attribute().isEmpty()) {
                    tree.put("attribute", test.attribute());
                }
                if (!test.currency().isEmpty()) {
                    tree.put("currency", test.currency());
                }
            }
        }
        return tree;
    }

    Rule read(String text) {
        return rule(json.readTree(text));
    }

    private static Rule rule(JsonNode node) {
        if (node.has("field")) {
            return new Rule.Test(
                    Rule.Field.valueOf(node.get("field").asString()),
                    node.path("attribute").asString(""),
                    Rule.Op.valueOf(node.get("op").asString()),
                    node.get("value").asString(),
                    node.path("currency").asString(""));
        }
        boolean all = node.has("all");
        List<Rule> parts = new ArrayList<>();
        node.path(all ? "all" : "any").forEach(part -> parts.add(rule(part)));
        return new Rule.Group(all, parts);
    }
}
