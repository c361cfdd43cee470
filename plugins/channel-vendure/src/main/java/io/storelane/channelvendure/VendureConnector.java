package io.storelane.channelvendure;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.channel.Account;
import io.storelane.plugin.api.channel.ChannelConnector;
import io.storelane.plugin.api.channel.ChannelFault;
import io.storelane.plugin.api.channel.ChannelOrder;
import io.storelane.plugin.api.channel.ConnectorForm;
import io.storelane.plugin.api.channel.OrderPage;
import io.storelane.plugin.api.channel.Shipment;
import io.storelane.plugin.api.channel.StockLevel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/** Speaks to shops on Vendure. */
@Extension
public class VendureConnector implements ChannelConnector {

    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final int CALLS_A_MINUTE = 120;

    private final Check check;
    private final Orders orders;
    private final Stock stock;
    private final Parcels parcels;

    public VendureConnector(Check check, Orders orders, Stock stock, Parcels parcels) {
        this.check = check;
        this.orders = orders;
        this.stock = stock;
        this.parcels = parcels;
    }

    @Override
    public ConnectorForm form() {
        ConnectorForm form = ConnectorForm.of("vendure.connector");
        Access.FIELDS.forEach(form::field);
        return form.does(ConnectorForm.Feature.values()).every(EVERY).callsAMinute(CALLS_A_MINUTE);
    }

    @Override
    public void test(CallContext context, Account account) throws ChannelFault {
        check.look(account);
    }

    @Override
    public OrderPage orders(CallContext context, Account account, String cursor) throws ChannelFault {
        try {
            return orders.page(account, cursor, context.clock().instant());
        } catch (Wire.Unanswered e) {
            throw ChannelFault.refused("vendure.fault.error", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Optional<ChannelOrder> order(CallContext context, Account account, String number)
            throws ChannelFault, Wire.Unanswered {
        return orders.find(account, number);
    }

    @Override
    public Map<String, ChannelFault> stock(CallContext context, Account account, List<StockLevel> levels)
            throws ChannelFault, Wire.Unanswered {
        return stock.tell(account, levels);
    }

    @Override
    public void shipped(CallContext context, Account account, Shipment shipment) throws ChannelFault, Wire.Unanswered {
        parcels.tell(account, shipment);
    }
}
