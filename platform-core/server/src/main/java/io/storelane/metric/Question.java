package io.storelane.metric;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What is asked of the figures of one page at once. Several figures that are made of the same rows read them {@link #once}.
 */
public final class Question {

    private final Span all;
    private final Map<String, Object> read = new HashMap<>();

    /** @param all every day that will be asked for */
    Question(Span all) {
        this.all = all;
    }

    /** Every day that will be asked for: the period, and the one that it is compared with. */
    public Span all() {
        return all;
    }

    /** What was read under this name for this question, or is read now. */
    @SuppressWarnings("unchecked")
    public <T> T once(String name, Supplier<T> reader) {
        return (T) read.computeIfAbsent(name, _ -> reader.get());
    }
}
