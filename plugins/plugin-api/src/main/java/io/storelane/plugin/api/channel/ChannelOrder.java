package io.storelane.plugin.api.channel;

import io.storelane.plugin.api.OrderIntake;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An order as the channel has it now; made by {@link #placed}, {@link #cancelled} or {@link #unreadable}. */
public final class ChannelOrder {

    private final String number;
    private final OrderIntake.@Nullable NewOrder order;
    private final @Nullable String cancelled;
    private final @Nullable ChannelFault fault;

    private ChannelOrder(
            String number,
            OrderIntake.@Nullable NewOrder order,
            @Nullable String cancelled,
            @Nullable ChannelFault fault) {
        this.number = Objects.requireNonNull(number, "number");
        this.order = order;
        this.cancelled = cancelled;
        this.fault = fault;
    }

    /**
     * One that is to be done. It is stored once. Of one that is known already what the channel has changed since is taken over: payments
     * and refunds that came later, fewer units, another buyer, address or note; where somebody works on it already, or there is more to do
     * than before, it waits on hold for a person. What people changed here stays as long as the channel says the same as before.
     */
    public static ChannelOrder placed(OrderIntake.NewOrder order) {
        return new ChannelOrder(order.draft().externalId(), order, null, null);
    }

    /** One that the channel has called off: what has not left of it is cancelled. One that never came is left alone. */
    public static ChannelOrder cancelled(String number, String reason) {
        return new ChannelOrder(number, null, Objects.requireNonNull(reason, "reason"), null);
    }

    /** One that cannot be brought as it is. People see it with the reason and can have it tried again. */
    public static ChannelOrder unreadable(String number, ChannelFault why) {
        return new ChannelOrder(number, null, null, Objects.requireNonNull(why, "why"));
    }

    /** Its number in the channel. */
    public String number() {
        return number;
    }

    public Optional<OrderIntake.NewOrder> order() {
        return Optional.ofNullable(order);
    }

    /** Why it was called off. */
    public Optional<String> cancellation() {
        return Optional.ofNullable(cancelled);
    }

    public Optional<ChannelFault> fault() {
        return Optional.ofNullable(fault);
    }
}
