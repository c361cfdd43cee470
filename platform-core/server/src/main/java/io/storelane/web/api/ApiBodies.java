package io.storelane.web.api;

import io.storelane.problem.FieldErrors;
import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/**
 * Looks at each body before a controller gets it, and names all that is wrong: what is needed and missing (each component of
 * a record that is not {@link Nullable}), texts that cannot be stored, and what the annotations of the components forbid.
 */
@ControllerAdvice
class ApiBodies extends RequestBodyAdviceAdapter {

    /** Attributes that every constraint has, and that say nothing. */
    private static final Set<String> COMMON = Set.of("groups", "message", "payload");

    /**
     * A rule of Bean Validation.
     *
     * @param text key of its text: that of the forms, or one that knows what kind of value broke it
     */
    private record Constraint(String name, String text) implements ProblemCode {

        @Override
        public Kind kind() {
            return Kind.INVALID;
        }

        @Override
        public String messageKey() {
            return name;
        }

        @Override
        public String programKey() {
            return text;
        }
    }

    /** A component of a record, looked up once for its class. */
    private record Part(String name, Method accessor, boolean optional) {

        private static List<Part> parts(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .map(component -> {
                        Method accessor = component.getAccessor();
                        accessor.setAccessible(true); // records of bodies are private to their controllers
                        return new Part(component.getName(), accessor, isOptional(component));
                    })
                    .toList();
        }

        @Nullable Object of(Record document) {
            try {
                return accessor.invoke(document);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final ClassValue<List<Part>> PARTS = new ClassValue<>() {
        @Override
        protected List<Part> computeValue(Class<?> type) {
            return Part.parts(type);
        }
    };

    private final Validator validator;

    ApiBodies(Validator validator) {
        this.validator = validator;
    }

    @Override
    public boolean supports(MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
        return parameter.getContainingClass().isAnnotationPresent(RestController.class);
    }

    @Override
    public Object afterBodyRead(
            Object body,
            HttpInputMessage message,
            MethodParameter parameter,
            Type type,
            Class<? extends HttpMessageConverter<?>> converter) {
        var errors = new FieldErrors();
        judge(body, errors);
        errors.throwIfAny();
        return body;
    }

    private void judge(Object body, FieldErrors errors) {
        check("", body, errors, this::judge);
        if (errors.isEmpty() && body instanceof Record) {
            validator.validate(body).forEach(v -> errors.add(pointer(v.getPropertyPath()), code(v), args(v)));
        }
    }

    /** @param judge of things that are judged each for itself */
    static void check(String place, @Nullable Object value, FieldErrors errors, BiConsumer<Object, FieldErrors> judge) {
        switch (value) {
            case null -> errors.add(place, ApiProblem.REQUIRED);
            case String text when isForbidden(text) -> errors.add(place, ApiProblem.FORBIDDEN_CHARACTER);
            case Sent<?> sent -> sent.judge(judge);
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    check(place + "/" + i, list.get(i), errors, judge);
                }
            }
            case Map<?, ?> map ->
                map.forEach((key, one) -> {
                    String name = String.valueOf(key);
                    check(place, name, errors, judge);
                    check(place + "/" + ApiErrors.escaped(name), one, errors, judge);
                });
            case Record document -> {
                for (Part each : PARTS.get(document.getClass())) {
                    Object part = each.of(document);
                    if (part != null || !each.optional()) {
                        check(place + "/" + each.name(), part, errors, judge);
                    }
                }
            }
            default -> {}
        }
    }

    /** True for what the database cannot hold: U+0000, and half of a pair of surrogates, which is no character at all. */
    static boolean isForbidden(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return true;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return true;
                }
            }
        }
        return false;
    }

    static boolean isOptional(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static String pointer(Path path) {
        StringBuilder pointer = new StringBuilder();
        for (Path.Node node : path) {
            if (node.getIndex() != null) {
                pointer.append('/').append(node.getIndex());
            } else if (node.getKey() != null) {
                pointer.append('/').append(ApiErrors.escaped(node.getKey().toString()));
            }
            if (node.getKind() != ElementKind.CONTAINER_ELEMENT) {
                pointer.append('/').append(node.getName());
            }
        }
        return pointer.toString();
    }

    private static Constraint code(ConstraintViolation<?> violation) {
        Annotation rule = violation.getConstraintDescriptor().getAnnotation();
        String name = rule.annotationType().getSimpleName();
        return new Constraint(name, rule instanceof Size size ? name + size(size, violation.getInvalidValue()) : name);
    }

    /** What is too much or too little: characters of a text, or entries of a list. */
    private static String size(Size size, @Nullable Object value) {
        return switch (value) {
            case Collection<?> list -> list.size() < size.min() ? ".few" : ".many";
            case Map<?, ?> map -> map.size() < size.min() ? ".few" : ".many";
            case CharSequence text when text.length() < size.min() -> ".short";
            case null, default -> "";
        };
    }

    /** As forms have them: the field, then the values of the annotation in the order of their names. */
    private static Object[] args(ConstraintViolation<?> violation) {
        List<Object> args = new ArrayList<>();
        args.add(violation.getPropertyPath().toString());
        new TreeMap<>(violation.getConstraintDescriptor().getAttributes()).forEach((name, value) -> {
            if (!COMMON.contains(name)) {
                args.add(value);
            }
        });
        return args.toArray();
    }
}
