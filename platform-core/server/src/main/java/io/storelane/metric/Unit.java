package io.storelane.metric;

/** What a figure is measured in. */
public enum Unit {
    /** Things; without a currency. */
    COUNT,
    /** Minor units, of each currency apart: never added. */
    MONEY;

    /** As it stands in documents. */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
