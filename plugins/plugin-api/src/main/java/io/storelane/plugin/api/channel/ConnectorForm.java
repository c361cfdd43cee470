package io.storelane.plugin.api.channel;

import io.storelane.plugin.api.SettingsForm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a connector is called, what it does, and what an account of it is set up with; made by {@link #of}. */
public final class ConnectorForm {

    /** What a connector does. */
    public enum Feature {
        /** Brings orders. */
        ORDERS,
        /** Tells stock. */
        STOCK,
        /** Tells parcels. */
        SHIPMENTS
    }

    private final String labelKey;
    private final List<SettingsForm.Field> fields = new ArrayList<>();
    private final Set<Feature> features = EnumSet.noneOf(Feature.class);
    private Duration every = Duration.ofMinutes(5);
    private int callsAMinute = 60;

    private ConnectorForm(String labelKey) {
        this.labelKey = labelKey;
    }

    /** @param labelKey key in {@code ui/messages.properties}: what people know the channel as */
    public static ConnectorForm of(String labelKey) {
        return new ConnectorForm(labelKey);
    }

    /** Adds a field, after those before it. */
    public ConnectorForm field(SettingsForm.Field field) {
        fields.add(field);
        return this;
    }

    /** Adds what it does. */
    public ConnectorForm does(Feature... some) {
        features.addAll(List.of(some));
        return this;
    }

    /** How long after one look for orders the next follows, where no hint comes first; else 5 minutes, at least 30 seconds. */
    public ConnectorForm every(Duration wait) {
        every = wait;
        return this;
    }

    /** Calls of the connector that an account gets in a minute at most; else 60. */
    public ConnectorForm callsAMinute(int most) {
        callsAMinute = most;
        return this;
    }

    public String labelKey() {
        return labelKey;
    }

    public List<SettingsForm.Field> fields() {
        return List.copyOf(fields);
    }

    public Set<Feature> features() {
        return Set.copyOf(features);
    }

    public Duration every() {
        return every;
    }

    public int callsAMinute() {
        return callsAMinute;
    }
}
