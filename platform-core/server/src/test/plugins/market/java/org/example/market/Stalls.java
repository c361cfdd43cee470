package org.example.market;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.OrderIntake;
import io.storelane.plugin.api.SettingsForm;
import io.storelane.plugin.api.SettingsForm.Kind;
import io.storelane.plugin.api.channel.Account;
import io.storelane.plugin.api.channel.ChannelConnector;
import io.storelane.plugin.api.channel.ChannelFault;
import io.storelane.plugin.api.channel.ChannelOrder;
import io.storelane.plugin.api.channel.ConnectorForm;
import io.storelane.plugin.api.channel.OrderPage;
import io.storelane.plugin.api.channel.Shipment;
import io.storelane.plugin.api.channel.StockLevel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.pf4j.Extension;

/** A market whose stalls are folders: a line of orders.txt is an order, what it is told is added to told.txt. */
@Extension
public class Stalls implements ChannelConnector {

    private static final int PAGE = 3;

    @Override
    public ConnectorForm form() {
        return ConnectorForm.of("stall.name")
                .field(new SettingsForm.Field("folder", Kind.TEXT, "stall.folder", true))
                .field(new SettingsForm.Field("key", Kind.SECRET, "stall.key", true))
                .does(ConnectorForm.Feature.values())
                .every(Duration.ofHours(1))
                .callsAMinute(1000);
    }

    private static Path folder(Account account) throws ChannelFault {
        if (!account.value("key").orElse("").equals("open sesame")) {
            throw ChannelFault.credentials("stall.shut", account.name());
        }
        return Path.of(account.value("folder").orElseThrow());
    }

    @Override
    public void test(CallContext context, Account account) throws Exception {
        folder(account);
    }

    private static List<String> lines(Account account) throws ChannelFault, IOException {
        Path file = folder(account).resolve("orders.txt");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    @Override
    public OrderPage orders(CallContext context, Account account, String cursor) throws Exception {
        Path rest = folder(account).resolve("rest");
        if (Files.exists(rest)) {
            throw ChannelFault.later(Duration.ofSeconds(2), "stall.rest");
        }
        List<String> lines = lines(account);
        int from = cursor.isEmpty() ? 0 : Math.max(0, Integer.parseInt(cursor) - 1); // one again: what comes twice costs nothing
        int to = Math.min(lines.size(), from + PAGE);
        List<ChannelOrder> orders = new ArrayList<>();
        for (String line : lines.subList(from, to)) {
            orders.add(order(account, line));
        }
        return OrderPage.of(orders, String.valueOf(to), to < lines.size());
    }

    private static ChannelOrder order(Account account, String line) {
        String[] parts = line.split(" ");
        return switch (parts[1]) {
            case "cancelled" -> ChannelOrder.cancelled(parts[0], "the buyer wants it no more");
            case "torn" -> ChannelOrder.unreadable(parts[0], ChannelFault.refused("stall.torn", parts[0]));
            case "astray" -> ChannelOrder.placed(OrderIntake.NewOrder.of(new UUID(0, 7), parts[0]).line("MUG", 1, 5_000));
            default -> ChannelOrder.placed(OrderIntake.NewOrder.of(account.channel(), parts[0])
                    .buyer("Ann", "", "")
                    .shipTo(OrderIntake.Address.of("Ann", "CN").region("330106").street("Road 1"))
                    .line(parts[1], Long.parseLong(parts[2]), 5_000)
                    .paid("wallet", "PAY-" + parts[0], 5_000 * Long.parseLong(parts[2])));
        };
    }

    @Override
    public Optional<ChannelOrder> order(CallContext context, Account account, String number) throws Exception {
        return lines(account).stream()
                .filter(line -> line.startsWith(number + " "))
                .reduce((first, last) -> last)
                .map(line -> order(account, line));
    }

    @Override
    public Map<String, ChannelFault> stock(CallContext context, Account account, List<StockLevel> levels) throws Exception {
        Map<String, ChannelFault> faults = new HashMap<>();
        StringBuilder told = new StringBuilder();
        for (StockLevel level : levels) {
            if (level.sku().equals("BOOM")) {
                throw new IllegalStateException("this one breaks all");
            }
            if (level.sku().equals("ODD")) {
                faults.put("ODD", ChannelFault.refused("stall.odd", level.sku()));
            } else {
                told.append("stock ").append(level.sku()).append(' ').append(level.units()).append('\n');
            }
        }
        tell(account, told.toString());
        return faults;
    }

    @Override
    public void shipped(CallContext context, Account account, Shipment shipment) throws Exception {
        tell(account, "shipped " + shipment.order() + " " + shipment.carrier() + " " + shipment.tracking() + " " + shipment.units() + "\n");
    }

    private static void tell(Account account, String text) throws ChannelFault, IOException {
        Files.write(
                folder(account).resolve("told.txt"),
                text.getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
