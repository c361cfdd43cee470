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
import java.util.Arrays;
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

    private boolean asked;

    /** Once, and never on a thread of the server. */
    @Override
    public ConnectorForm form() {
        if (asked) {
            throw new IllegalStateException("The form is known.");
        }
        asked = true;
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
        Path folder = Path.of(account.value("folder").orElseThrow());
        if (Files.exists(folder.resolve("away"))) {
            throw new IllegalStateException("Nobody is at the stall.");
        }
        return folder;
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
        if (Files.exists(folder(account).resolve("refuse"))) {
            throw ChannelFault.refused("stall.closed");
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
            case "slow" -> ChannelOrder.unreadable(parts[0], ChannelFault.refused("stall.torn", parts[0]));
            case "twin" -> ChannelOrder.unreadable("twin of " + parts[0], ChannelFault.refused("stall.torn", parts[0]));
            case "null" -> ChannelOrder.unreadable(parts[0] + "\u0000", ChannelFault.refused("stall.torn", parts[0] + "\u0000"));
            case "astray" -> ChannelOrder.placed(OrderIntake.NewOrder.of(new UUID(0, 7), parts[0]).line("MUG", 1, 5_000));
            default -> ChannelOrder.placed(sold(account, parts));
        };
    }

    /** Number, SKU and units; then, in any order: {@code unpaid}, {@code street:Road-9}, {@code refund:500}, {@code more:SKU}. */
    private static OrderIntake.NewOrder sold(Account account, String[] parts) {
        long units = Long.parseLong(parts[2]);
        String street = "Road 1";
        boolean paid = true;
        OrderIntake.NewOrder order = OrderIntake.NewOrder.of(account.channel(), parts[0]).line(parts[1], units, 5_000);
        for (String more : Arrays.asList(parts).subList(3, parts.length)) {
            String[] said = more.split(":");
            switch (said[0]) {
                case "unpaid" -> paid = false;
                case "street" -> street = said[1];
                case "refund" -> order.refunded("wallet", "BACK-" + said[1], Long.parseLong(said[1]));
                case "more" -> order.line(said[1], 1, 5_000);
                default -> throw new IllegalArgumentException(more);
            }
        }
        if (paid) {
            order.paid("wallet", "PAY-" + parts[0], 5_000 * units);
        }
        return order.buyer("Ann", "", "").shipTo(OrderIntake.Address.of("Ann", "CN").region("330106").street(street));
    }

    @Override
    public Optional<ChannelOrder> order(CallContext context, Account account, String number) throws Exception {
        if (lines(account).contains(number + " slow")) {
            Thread.sleep(20_000);
        }
        return lines(account).stream()
                .filter(line -> line.startsWith(number + " "))
                .reduce((first, last) -> last)
                .map(line -> order(account, line));
    }

    @Override
    public Map<String, ChannelFault> stock(CallContext context, Account account, List<StockLevel> levels) throws Exception {
        if (Files.exists(folder(account).resolve("scale"))) {
            throw new IllegalStateException("The scale is broken.");
        }
        Map<String, ChannelFault> faults = new HashMap<>();
        StringBuilder told = new StringBuilder();
        for (StockLevel level : levels) {
            if (level.sku().equals("BOOM")) {
                throw new IllegalStateException("this one breaks all");
            }
            if (level.sku().startsWith("ODD")) {
                faults.put(level.sku(), ChannelFault.refused("stall.odd", level.sku()));
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
