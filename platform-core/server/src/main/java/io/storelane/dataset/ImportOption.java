package io.storelane.dataset;

import java.util.List;

/**
 * What is said of a file as a whole.
 *
 * @param values what it may be, the first unless another is said; none for a free text
 */
public record ImportOption(String code, List<String> values) {

    public ImportOption {
        values = List.copyOf(values);
    }

    public String labelKey() {
        return "dataset.option." + code;
    }

    public String usual() {
        return values.isEmpty() ? "" : values.getFirst();
    }
}
