package io.storelane.plugin;

import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The part of JSON Schema (2020-12) that schemas of events use. What it does not know it refuses: half a check would look like one. */
final class EventSchema {

    private static final Set<String> KNOWN = Set.of(
            "$schema",
            "title",
            "description",
            "type",
            "properties",
            "required",
            "additionalProperties",
            "enum",
            "items",
            "uniqueItems",
            "format");

    private EventSchema() {}

    /** @return what does not fit and where; null if all does */
    static @Nullable String fault(JsonNode schema, JsonNode value) {
        return fault(schema, value, "");
    }

    private static @Nullable String fault(JsonNode schema, JsonNode value, String at) {
        Set<String> unknown = new TreeSet<>(schema.propertyNames());
        unknown.removeAll(KNOWN);
        if (!unknown.isEmpty()) {
            return "the schema uses " + String.join(", ", unknown) + ", which is not among the keywords of events";
        }
        if (schema.has("type") && !isOf(schema.get("type"), value)) {
            return at + " is no " + schema.get("type");
        }
        if (schema.has("enum") && schema.get("enum").valueStream().noneMatch(value::equals)) {
            return at + " is none of " + schema.get("enum");
        }
        if (schema.path("format").asString("").equals("uuid") && value.isString() && !isUuid(value.asString())) {
            return at + " is no UUID";
        }
        return value.isObject() ? ofObject(schema, value, at) : value.isArray() ? ofList(schema, value, at) : null;
    }

    private static @Nullable String ofObject(JsonNode schema, JsonNode value, String at) {
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.asString())) {
                return at + "/" + name.asString() + " is missing";
            }
        }
        for (String name : value.propertyNames()) {
            JsonNode property = schema.path("properties").path(name);
            if (property.isMissingNode()) {
                return at + "/" + name + " is not in the schema";
            }
            String fault = fault(property, value.path(name), at + "/" + name);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private static @Nullable String ofList(JsonNode schema, JsonNode value, String at) {
        if (schema.path("uniqueItems").asBoolean(false)
                && value.valueStream().distinct().count() < value.size()) {
            return at + " has something twice";
        }
        for (int i = 0; schema.has("items") && i < value.size(); i++) {
            String fault = fault(schema.get("items"), value.get(i), at + "/" + i);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private static boolean isOf(JsonNode type, JsonNode value) {
        if (type.isArray()) {
            return type.valueStream().anyMatch(one -> isOf(one, value));
        }
        return switch (type.asString("")) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> false;
        };
    }

    private static boolean isUuid(String text) {
        try {
            return UUID.fromString(text).toString().equalsIgnoreCase(text);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
