package io.storelane.web.api;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** JSON schemas of records, by the rules that bodies are read by: what is not nullable is required. */
final class ApiSchemas {

    private final Map<String, Object> schemas = new TreeMap<>();
    private final Map<Class<?>, String> names = new LinkedHashMap<>();

    /** All records met so far, by name. */
    Map<String, Object> all() {
        return schemas;
    }

    /** True for a page of a list: {@link ApiPage}, or the record of this name in the API of plugins, which cannot see this one. */
    static boolean isPage(@Nullable Type type) {
        return type instanceof ParameterizedType generic
                && generic.getRawType() instanceof Class<?> raw
                && raw.isRecord()
                && raw.getSimpleName().equals(ApiPage.class.getSimpleName());
    }

    /** True for {@link Paging}, and for its like in the API of plugins. */
    static boolean isPaging(Class<?> type) {
        return type == Paging.class
                || (type.isInterface() && type.getSimpleName().equals("ApiPaging"));
    }

    Map<String, Object> of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] args = generic.getActualTypeArguments();
            if (isPage(type)) {
                return object(
                        Map.of("data", array(of(args[0])), "next", Map.of("type", List.of("string", "null"))),
                        List.of("data", "next"));
            }
            if (generic.getRawType() == Sent.class) {
                return of(args[0]);
            }
            if (generic.getRawType() == Map.class) {
                return fields("type", "object", "additionalProperties", of(args[1]));
            }
            return array(of(args[0]));
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return Map.of("$ref", "#/components/schemas/" + name(plain));
        }
        if (plain.isEnum()) {
            return fields(
                    "type",
                    "string",
                    "enum",
                    Arrays.stream(plain.getEnumConstants())
                            .map(Object::toString)
                            .toList());
        }
        return simple(plain);
    }

    private static Map<String, Object> simple(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "String" -> fields("type", "string");
            case "UUID" -> fields("type", "string", "format", "uuid");
            case "Instant" -> fields("type", "string", "format", "date-time");
            case "LocalDate" -> fields("type", "string", "format", "date");
            case "LocalTime" -> fields("type", "string", "format", "time");
            case "boolean", "Boolean" -> fields("type", "boolean");
            case "int", "Integer" -> fields("type", "integer", "format", "int32");
            case "long", "Long" -> fields("type", "integer", "format", "int64");
            case "double", "Double", "BigDecimal" -> fields("type", "number");
            case "Object", "JsonNode" -> fields();
            default -> throw new IllegalArgumentException("No schema is known for " + type);
        };
    }

    private String name(Class<?> type) {
        String known = names.get(type);
        if (known != null) {
            return known;
        }
        String name = type.getSimpleName();
        Class<?> outer = type.getEnclosingClass();
        if (names.containsValue(name) && outer != null) {
            name = outer.getSimpleName().replaceFirst("Api$", "") + name;
        }
        if (names.containsValue(name)) {
            throw new IllegalArgumentException("Two records are called " + name);
        }
        names.put(type, name);
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            properties.put(component.getName(), property(type, component));
            if (!ApiBodies.isOptional(component)) {
                required.add(component.getName());
            }
        }
        schemas.put(name, object(properties, required));
        return name;
    }

    private Map<String, Object> property(Class<?> type, RecordComponent component) {
        Map<String, Object> schema = new LinkedHashMap<>(of(component.getGenericType()));
        try {
            for (Annotation rule : type.getDeclaredField(component.getName()).getAnnotations()) {
                limit(schema, rule);
            }
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
        if (!ApiBodies.isOptional(component)) {
            return schema;
        }
        if (schema.containsKey("$ref")) {
            return fields("anyOf", List.of(schema, Map.of("type", "null")));
        }
        Object plain = schema.get("type");
        if (plain != null) {
            schema.put("type", List.of(plain, "null"));
        }
        return schema;
    }

    private static void limit(Map<String, Object> schema, Annotation rule) {
        boolean list = "array".equals(schema.get("type"));
        switch (rule) {
            case Size size -> {
                if (size.max() < Integer.MAX_VALUE) {
                    schema.put(list ? "maxItems" : "maxLength", size.max());
                }
                if (size.min() > 0) {
                    schema.put(list ? "minItems" : "minLength", size.min());
                }
            }
            case NotBlank _ -> schema.put("minLength", 1);
            case NotEmpty _ -> schema.put(list ? "minItems" : "minLength", 1);
            case Min min -> schema.put("minimum", min.value());
            case Max max -> schema.put("maximum", max.value());
            case Positive _ -> schema.put("minimum", 1);
            case Pattern pattern -> schema.put("pattern", "^(?:" + pattern.regexp() + ")$");
            case Email _ -> schema.put("format", "email");
            default -> {}
        }
    }

    static Map<String, Object> array(Map<String, Object> items) {
        return fields("type", "array", "items", items);
    }

    private static Map<String, Object> object(Map<String, Object> properties, List<String> required) {
        Map<String, Object> schema = fields("type", "object", "properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }

    /** A map that keeps its order: name, value, name, value... */
    static Map<String, Object> fields(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    /** What a parameter of a list or an address is. */
    static Map<String, Object> ofParameter(Class<?> type) {
        return type == UUID.class || type == Instant.class || type == LocalDate.class || !type.isEnum()
                ? simple(type)
                : new ApiSchemas().of(type);
    }
}
