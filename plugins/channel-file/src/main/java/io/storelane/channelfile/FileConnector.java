package io.storelane.channelfile;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.Folders;
import io.storelane.plugin.api.channel.Account;
import io.storelane.plugin.api.channel.ChannelConnector;
import io.storelane.plugin.api.channel.ChannelFault;
import io.storelane.plugin.api.channel.ChannelOrder;
import io.storelane.plugin.api.channel.ConnectorForm;
import io.storelane.plugin.api.channel.OrderPage;
import io.storelane.plugin.api.channel.Shipment;
import io.storelane.plugin.api.channel.StockLevel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pf4j.Extension;

/** The channel is the book that files are read into; what it is told is kept for the files that people take out. */
@Extension
public class FileConnector implements ChannelConnector {

    private static final int PAGE = 200;
    private static final String DISCOUNT = "Discount 优惠";

    private final Books books;
    private final Folders folders;

    public FileConnector(Books books, Folders folders) {
        this.books = books;
        this.folders = folders;
    }

    @Override
    public ConnectorForm form() {
        ConnectorForm form = ConnectorForm.of("file.connector");
        SharedFolder.FIELDS.forEach(form::field);
        return form.does(ConnectorForm.Feature.values())
                .every(Duration.ofMinutes(30))
                .callsAMinute(600);
    }

    @Override
    public void test(CallContext context, Account account) throws ChannelFault {
        Folders.Place place = SharedFolder.of(account).orElse(null);
        if (place != null) {
            try {
                folders.open(place).list(1);
            } catch (Folders.FolderException e) {
                throw SharedFolder.fault(e);
            }
        }
    }

    @Override
    public OrderPage orders(CallContext context, Account account, String cursor) {
        long place = cursor.isEmpty() ? 0 : Long.parseLong(cursor);
        List<Books.Kept> kept = books.after(account.id(), place, PAGE);
        return OrderPage.of(
                kept.stream().map(k -> placed(account, k.draft())).toList(),
                kept.isEmpty() ? cursor : Long.toString(kept.getLast().position()),
                kept.size() == PAGE);
    }

    private static ChannelOrder placed(Account account, Draft draft) {
        return ChannelOrder.placed(draft.order(account.channel(), DISCOUNT));
    }

    @Override
    public Optional<ChannelOrder> order(CallContext context, Account account, String number) {
        return books.order(account.id(), number).map(draft -> placed(account, draft));
    }

    @Override
    public Map<String, ChannelFault> stock(CallContext context, Account account, List<StockLevel> levels) {
        Map<String, Long> units = new LinkedHashMap<>();
        levels.forEach(level -> units.put(level.sku(), level.units()));
        books.stock(account.id(), units);
        return Map.of();
    }

    @Override
    public void shipped(CallContext context, Account account, Shipment shipment) {
        books.parcel(
                account.id(),
                shipment.id(),
                shipment.order(),
                shipment.carrier(),
                shipment.tracking(),
                shipment.at(),
                shipment.units().entrySet().stream()
                        .map(e -> e.getKey() + " × " + e.getValue())
                        .collect(Collectors.joining(", ")));
    }
}
