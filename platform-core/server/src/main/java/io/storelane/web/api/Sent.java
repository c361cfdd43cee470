package io.storelane.web.api;

import io.storelane.problem.Fault;
import io.storelane.problem.FieldErrors;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * One of many things in a body that are judged each for itself: what was read of it, or what is wrong with it. So one that
 * cannot be read does not keep the others out.
 *
 * <pre>{@code
 * record Bulk(List<Sent<NewOrder>> orders) {}
 * }</pre>
 */
@JsonDeserialize(using = Sent.Reader.class)
public final class Sent<T> {

    private final @Nullable T value;
    private final FieldErrors errors = new FieldErrors();

    private Sent(@Nullable T value) {
        this.value = value;
    }

    /** What was read; empty if anything is wrong with it. */
    public Optional<T> value() {
        return errors.isEmpty() ? Optional.ofNullable(value) : Optional.empty();
    }

    /** What is wrong with it; paths begin at the thing itself. */
    public List<Fault> faults() {
        return errors.faults();
    }

    /** What was read, if it could be read at all, and where to say what else is wrong. */
    void judge(BiConsumer<Object, FieldErrors> judge) {
        if (value != null && errors.isEmpty()) {
            judge.accept(value, errors);
        }
    }

    /** Reads it whole before it is looked at, so that what follows it is found wherever it fails. */
    static final class Reader extends ValueDeserializer<Sent<?>> {

        private final @Nullable JavaType type;

        Reader() {
            this(null);
        }

        private Reader(@Nullable JavaType type) {
            this.type = type;
        }

        @Override
        public ValueDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
            return new Reader(context.getContextualType().containedType(0));
        }

        @Override
        public Sent<?> deserialize(JsonParser parser, DeserializationContext context) {
            JsonNode document = context.readTree(parser);
            try {
                return new Sent<>(context.readTreeAsValue(document, type));
            } catch (JacksonException e) {
                return wrong(ApiErrors.fault(e));
            }
        }

        @Override
        public Object getNullValue(DeserializationContext context) {
            return wrong(Fault.of(ApiProblem.REQUIRED, ""));
        }

        private static Sent<Object> wrong(Fault fault) {
            Sent<Object> sent = new Sent<>(null);
            sent.errors.addAll(List.of(fault));
            return sent;
        }
    }
}
