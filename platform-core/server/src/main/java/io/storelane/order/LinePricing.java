package io.storelane.order;

import io.storelane.catalog.Offer;
import io.storelane.channel.SellingChannel;
import io.storelane.problem.Fault;
import io.storelane.tenancy.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Prices the lines of one order: list prices, discounts of lines, the shares of the order's discounts, the lowest price of the
 * channel, tax. A bundle's line carries the money, and a line without money per component carries the stock.
 */
final class LinePricing {

    private final PlaceOrder command;
    private final SellingChannel channel;
    private final Map<String, Offer> offers;
    private final int taxRate;
    private final List<Fault> faults;

    /** What all lines so far cost before discounts. */
    private long sum;

    private record Priced(
            int index, PlaceOrder.Line line, @Nullable Offer offer, long quantity, long unitPrice, long ownDiscount) {

        long amount() {
            return unitPrice * quantity - ownDiscount;
        }

        String at(String field) {
            return "/lines/" + index + field;
        }
    }

    /** @param taxRate of lines that name none, basis points */
    LinePricing(
            PlaceOrder command, SellingChannel channel, Map<String, Offer> offers, int taxRate, List<Fault> faults) {
        this.command = command;
        this.channel = channel;
        this.offers = offers;
        this.taxRate = taxRate;
        this.faults = faults;
    }

    List<Draft.DraftLine> lines() {
        List<Priced> priced = new ArrayList<>();
        for (int i = 0; i < command.lines().size(); i++) {
            price(i, command.lines().get(i), priced);
        }
        List<List<PlaceOrder.Discount>> shares = shares(priced);
        List<Draft.DraftLine> lines = new ArrayList<>();
        for (int i = 0; i < priced.size(); i++) {
            add(priced.get(i), shares.get(i), lines);
        }
        return lines;
    }

    private void price(int index, PlaceOrder.Line line, List<Priced> priced) {
        String at = "/lines/" + index;
        Offer offer = offers.get(line.sku());
        if (offer == null) {
            faults.add(Fault.of(OrderProblem.UNKNOWN_SKU, at + "/sku", line.sku()));
        } else if (!offer.authorized()) {
            faults.add(Fault.of(OrderProblem.NOT_AUTHORIZED, at + "/sku", line.sku(), channel.name()));
        } else if (!offer.listed()) {
            faults.add(Fault.of(OrderProblem.NOT_LISTED, at + "/sku", line.sku()));
        }
        if (offer != null && offer.authorized()) {
            offer.components().stream()
                    .filter(c -> !c.authorized())
                    .forEach(c -> faults.add(Fault.of(
                            OrderProblem.COMPONENT_NOT_AUTHORIZED, at + "/sku", line.sku(), c.sku(), channel.name())));
        }
        if (rate(line) < 0 || rate(line) > 10_000) {
            faults.add(Fault.of(OrderProblem.BAD_TAX_RATE, at + "/taxRate"));
        }
        if (line.quantity() < 1 || line.quantity() > Drafts.MAX_QUANTITY) {
            faults.add(Fault.of(OrderProblem.BAD_QUANTITY, at + "/quantity", line.sku(), Drafts.MAX_QUANTITY));
            return;
        }
        long unitPrice = unitPrice(line, offer, at);
        if (sum + unitPrice * line.quantity() > Drafts.MAX_SUM) {
            faults.add(Fault.of(OrderProblem.BAD_AMOUNT, at + "/unitPrice"));
            unitPrice = 0;
        }
        sum += unitPrice * line.quantity();
        long discount = line.discount();
        if (discount < 0 || discount > unitPrice * line.quantity()) {
            faults.add(Fault.of(OrderProblem.DISCOUNT_TOO_LARGE, at + "/discount"));
            discount = Math.clamp(discount, 0, unitPrice * line.quantity());
        }
        priced.add(new Priced(index, line, offer, line.quantity(), unitPrice, discount));
    }

    private int rate(PlaceOrder.Line line) {
        Integer own = line.taxRate();
        return own == null ? taxRate : own;
    }

    private long unitPrice(PlaceOrder.Line line, @Nullable Offer offer, String at) {
        if (line.gift()) {
            if (line.unitPrice() != null && line.unitPrice() != 0) {
                faults.add(Fault.of(OrderProblem.GIFT_PRICE, at + "/unitPrice"));
            }
            return 0;
        }
        Long wanted = line.unitPrice() != null ? line.unitPrice() : offer == null ? null : offer.price();
        if (wanted == null) {
            if (offer != null) {
                faults.add(Fault.of(OrderProblem.NO_PRICE, at + "/unitPrice", line.sku(), channel.name()));
            }
            return 0;
        }
        if (wanted < 0 || wanted > Drafts.MAX_AMOUNT) {
            faults.add(Fault.of(OrderProblem.BAD_AMOUNT, at + "/unitPrice"));
            return 0;
        }
        return wanted;
    }

    /** For each line, the shares that it bears of the order's discounts. */
    private List<List<PlaceOrder.Discount>> shares(List<Priced> priced) {
        List<List<PlaceOrder.Discount>> shares = new ArrayList<>();
        List<Long> left = new ArrayList<>();
        for (Priced line : priced) {
            List<PlaceOrder.Discount> own = new ArrayList<>();
            if (line.ownDiscount() > 0) {
                own.add(new PlaceOrder.Discount("line", "", line.ownDiscount()));
            }
            shares.add(own);
            left.add(line.amount());
        }
        for (int d = 0; d < command.discounts().size(); d++) {
            PlaceOrder.Discount discount = command.discounts().get(d);
            long open = left.stream().mapToLong(Long::longValue).sum();
            if (discount.amount() <= 0 || discount.amount() > open) {
                faults.add(Fault.of(OrderProblem.DISCOUNT_TOO_LARGE, "/discounts/" + d + "/amount"));
            }
            long[] parts = Split.of(Math.clamp(discount.amount(), 0, open), left);
            for (int i = 0; i < parts.length; i++) {
                if (parts[i] > 0) {
                    shares.get(i).add(new PlaceOrder.Discount(discount.code(), discount.label(), parts[i]));
                    left.set(i, left.get(i) - parts[i]);
                }
            }
        }
        return shares;
    }

    private void add(Priced priced, List<PlaceOrder.Discount> shares, List<Draft.DraftLine> lines) {
        Offer offer = priced.offer();
        long discount = shares.stream().mapToLong(PlaceOrder.Discount::amount).sum();
        long net = priced.unitPrice() * priced.quantity() - discount;
        if (offer != null
                && offer.floor() != null
                && !priced.line().gift()
                && net < offer.floor() * priced.quantity()) {
            faults.add(Fault.of(
                    OrderProblem.BELOW_FLOOR,
                    priced.at("/unitPrice"),
                    priced.line().sku(),
                    offer.floor()));
        }
        int rate = Math.clamp(rate(priced.line()), 0, 10_000);
        long tax = Tax.of(net, rate, channel.taxIncluded());
        UUID id = Ids.next();
        lines.add(new Draft.DraftLine(
                id,
                lines.size(),
                kind(priced.line(), offer),
                null,
                offer == null ? null : offer.variantId(),
                offer == null ? Texts.kept(priced.line().sku(), 100) : offer.sku(),
                title(priced.line(), offer),
                priced.quantity(),
                priced.unitPrice(),
                discount,
                tax,
                channel.taxIncluded() ? net : net + tax,
                rate,
                shares));
        if (offer != null) {
            for (Offer.Component component : offer.components()) {
                lines.add(component(lines.size(), id, component, priced.quantity()));
            }
        }
    }

    private Draft.DraftLine component(int position, UUID bundle, Offer.Component component, long bundles) {
        return new Draft.DraftLine(
                Ids.next(),
                position,
                component.kind(),
                bundle,
                component.variantId(),
                component.sku(),
                Offer.title(channel.locale(), component.titleZh(), component.titleEn()),
                component.quantity() * bundles,
                0,
                0,
                0,
                0,
                0,
                List.of());
    }

    private static String kind(PlaceOrder.Line line, @Nullable Offer offer) {
        if (offer != null && !offer.kind().equals("goods")) {
            return offer.kind();
        }
        return line.gift() ? "gift" : "goods";
    }

    private String title(PlaceOrder.Line line, @Nullable Offer offer) {
        if (!line.title().isBlank() || offer == null) {
            return Texts.kept(line.title().isBlank() ? line.sku() : line.title(), 500);
        }
        return offer.title(channel.locale());
    }
}
