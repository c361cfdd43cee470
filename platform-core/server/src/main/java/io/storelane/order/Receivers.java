package io.storelane.order;

import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Where the goods of an order go, for those who pack and carry them and need not see the order. Asks for no permission: the caller
 * has asked for its own.
 */
@Service
public class Receivers {

    private final Database database;

    Receivers(Database database) {
        this.database = database;
    }

    /** @param channel name of the channel that sold */
    public record Receiver(PlaceOrder.Address to, String channel, Instant placedAt) {}

    /** @param full false to mask phone and street, as for all who may not see personal data */
    @Transactional(propagation = Propagation.MANDATORY)
    public Receiver of(UUID orderId, boolean full) {
        OrderView order = database.core()
                .sql(OrderReader.SELECT + " and o.id = :id")
                .param("tenant", Scope.currentTenant().value())
                .param("id", orderId)
                .query((rs, _) -> OrderReader.view(rs))
                .single();
        return new Receiver(
                full ? order.shipTo() : Personal.masked(order.shipTo()), order.channelName(), order.placedAt());
    }
}
