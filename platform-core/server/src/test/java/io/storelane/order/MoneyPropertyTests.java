package io.storelane.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.catalog.Offer;
import io.storelane.channel.SellingChannel;
import io.storelane.problem.Fault;
import io.storelane.support.Property;
import io.storelane.support.Property.Round;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Money of an order is split over its lines without a cent lost or made, and stays so whatever is cancelled of it. The model counts
 * in whole fractions.
 */
class MoneyPropertyTests {

    private static final int ROUNDS = 1_000;
    private static final int WHOLE = 10_000;

    private static SellingChannel channel(boolean taxIncluded) {
        return new SellingChannel(
                new UUID(0, 1), "web", "Web", new UUID(0, 2), "/", "USD", taxIncluded, true, Locale.ENGLISH);
    }

    private static Offer offer(String sku) {
        UUID id = UUID.nameUUIDFromBytes(sku.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return new Offer(id, id, sku, "", sku, "goods", true, true, null, null, List.of());
    }

    private static PlaceOrder command(List<PlaceOrder.Line> lines, List<PlaceOrder.Discount> discounts) {
        return new PlaceOrder(
                Source.API,
                new UUID(0, 1),
                "",
                null,
                "",
                null,
                PlaceOrder.Buyer.NOBODY,
                PlaceOrder.Address.NOWHERE,
                PlaceOrder.Invoice.NONE,
                lines,
                discounts,
                0,
                null,
                false,
                List.of(),
                null,
                List.of(),
                "",
                null);
    }

    private static List<PlaceOrder.Line> lines(Round round) {
        List<PlaceOrder.Line> lines = new ArrayList<>();
        for (long i = round.number(1, 7); i > 0; i--) {
            boolean gift = round.chance(10);
            long quantity = round.chance(30) ? 1 : round.number(1, round.chance(10) ? Drafts.MAX_QUANTITY : 50);
            long price = gift || round.chance(10) ? 0 : round.number(1, round.chance(30) ? 1_000_000_000L : 3_000);
            long discount = round.chance(50) ? 0 : round.number(0, price * quantity);
            int rate = round.chance(30) ? 0 : (int) round.number(0, WHOLE);
            lines.add(new PlaceOrder.Line("S" + i, quantity, price, discount, rate, gift, ""));
        }
        return lines;
    }

    private static List<PlaceOrder.Discount> discounts(Round round, List<PlaceOrder.Line> lines) {
        List<PlaceOrder.Discount> discounts = new ArrayList<>();
        long left = lines.stream()
                .mapToLong(l -> java.util.Objects.requireNonNull(l.unitPrice()) * l.quantity() - l.discount())
                .sum();
        for (long i = round.number(0, 3); i > 0 && left > 0; i--) {
            long amount = round.chance(15) ? left : round.number(1, round.chance(50) ? Math.min(left, 100) : left);
            discounts.add(new PlaceOrder.Discount("D" + i, "", amount));
            left -= amount;
        }
        return discounts;
    }

    @Test
    void sharesOfDiscountsAndTaxesAddUpAndStayWithinTheirLines() {
        Property.holds(ROUNDS, round -> {
            boolean taxIncluded = round.chance(50);
            List<PlaceOrder.Line> lines = lines(round);
            PlaceOrder command = command(lines, discounts(round, lines));
            round.step(command.toString());

            List<Draft.DraftLine> priced = priced(command, taxIncluded);

            assertThat(priced).hasSameSizeAs(lines);
            sharesFollowTheirLines(command, priced);
            priced.forEach(line -> {
                long net = line.unitPrice() * line.quantity() - line.discount();
                assertThat(net).isNotNegative();
                assertThat(line.tax()).isEqualTo(tax(net, line.taxRate(), taxIncluded));
                assertThat(line.total()).isEqualTo(taxIncluded ? net : net + line.tax());
            });
        });
    }

    @Test
    void anOrderThatIsTooLargeToBeCountedIsRefused() {
        Property.holds(ROUNDS, round -> {
            List<PlaceOrder.Line> lines = new ArrayList<>();
            for (long i = round.number(1, 40); i > 0; i--) {
                long price = round.number(1, Drafts.MAX_AMOUNT);
                long quantity = round.number(1, Drafts.MAX_QUANTITY);
                lines.add(new PlaceOrder.Line("S" + i, quantity, price, 0, WHOLE, false, ""));
            }
            PlaceOrder command = command(lines, List.of(new PlaceOrder.Discount("D", "", 1)));
            round.step(command.toString());
            BigInteger sum = BigInteger.ZERO;
            List<Fault> expected = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                BigInteger more = sum.add(BigInteger.valueOf(
                                java.util.Objects.requireNonNull(lines.get(i).unitPrice()))
                        .multiply(BigInteger.valueOf(lines.get(i).quantity())));
                if (more.compareTo(BigInteger.valueOf(Drafts.MAX_SUM)) > 0) {
                    expected.add(Fault.of(OrderProblem.BAD_AMOUNT, "/lines/" + i + "/unitPrice"));
                } else {
                    sum = more;
                }
            }
            Map<String, Offer> offers = new HashMap<>();
            lines.forEach(l -> offers.put(l.sku(), offer(l.sku())));
            List<Fault> faults = new ArrayList<>();

            List<Draft.DraftLine> priced = new LinePricing(command, channel(false), offers, 0, faults).lines();

            assertThat(faults).isEqualTo(expected);
            assertThat(priced.stream().mapToLong(Draft.DraftLine::total).reduce(0, Math::addExact))
                    .isEqualTo(2 * (sum.longValueExact() - 1));
        });
    }

    private static List<Draft.DraftLine> priced(PlaceOrder command, boolean taxIncluded) {
        Map<String, Offer> offers = new HashMap<>();
        command.lines().forEach(l -> offers.put(l.sku(), offer(l.sku())));
        List<Fault> faults = new ArrayList<>();
        List<Draft.DraftLine> priced = new LinePricing(command, channel(taxIncluded), offers, 0, faults).lines();
        assertThat(faults).isEmpty();
        return priced;
    }

    /** Each discount is split by what its lines still cost, each share less than one unit away from the exact one. */
    private static void sharesFollowTheirLines(PlaceOrder command, List<Draft.DraftLine> priced) {
        long[] left = new long[priced.size()];
        for (int i = 0; i < left.length; i++) {
            PlaceOrder.Line line = command.lines().get(i);
            left[i] = java.util.Objects.requireNonNull(line.unitPrice()) * line.quantity() - line.discount();
            assertThat(share(priced.get(i), "line")).isEqualTo(line.discount());
        }
        for (PlaceOrder.Discount discount : command.discounts()) {
            long open = java.util.Arrays.stream(left).sum();
            long given = 0;
            for (int i = 0; i < left.length; i++) {
                long share = share(priced.get(i), discount.code());
                assertThat(share).isBetween(0L, left[i]);
                BigInteger[] exact = BigInteger.valueOf(discount.amount())
                        .multiply(BigInteger.valueOf(left[i]))
                        .divideAndRemainder(BigInteger.valueOf(open));
                long floor = exact[0].longValueExact();
                assertThat(share).isBetween(floor, floor + exact[1].signum());
                left[i] -= share;
                given += share;
            }
            assertThat(given).as(discount.code()).isEqualTo(discount.amount());
        }
        priced.forEach(line -> assertThat(line.shares().stream()
                        .mapToLong(PlaceOrder.Discount::amount)
                        .sum())
                .isEqualTo(line.discount()));
    }

    private static long share(Draft.DraftLine line, String code) {
        return line.shares().stream()
                .filter(s -> s.code().equals(code))
                .mapToLong(PlaceOrder.Discount::amount)
                .sum();
    }

    /** Half up: twice the amount and one whole more, halved and rounded down. */
    private static long tax(long net, int rate, boolean included) {
        BigInteger whole = BigInteger.valueOf(included ? WHOLE + rate : WHOLE);
        return BigInteger.valueOf(net)
                .multiply(BigInteger.valueOf(2L * rate))
                .add(whole)
                .divide(whole.shiftLeft(1))
                .longValueExact();
    }

    @Test
    void whatIsLeftAddsUpInWhateverStepsUnitsAreCancelled() {
        Property.holds(ROUNDS, round -> {
            boolean taxIncluded = round.chance(50);
            List<PlaceOrder.Line> lines = lines(round);
            PlaceOrder command = command(lines, discounts(round, lines));
            round.step(command.toString());
            List<OrderView.Line> stored = new ArrayList<>();
            List<OrderView.Share> shares = new ArrayList<>();
            for (Draft.DraftLine line : priced(command, taxIncluded)) {
                stored.add(stored(line));
                line.shares().forEach(s -> shares.add(new OrderView.Share(line.id(), s.code(), s.label(), s.amount())));
            }
            long shipping = round.number(0, 5_000);
            long before = addsUp(stored, shares, shipping, taxIncluded).total();
            while (stored.stream().anyMatch(l -> l.open() > 0)) {
                stored.replaceAll(l -> l.open() == 0 ? l : cancelled(l, round.number(0, l.open())));
                round.step("left " + stored.stream().map(OrderView.Line::open).toList());
                long after = addsUp(stored, shares, shipping, taxIncluded).total();
                assertThat(after).as("cancelling makes nothing dearer").isLessThanOrEqualTo(before);
                before = after;
            }
            assertThat(addsUp(stored, shares, shipping, taxIncluded)).isEqualTo(new OrderMoney.Sums(0, 0, 0, 0, 0));
        });
    }

    private static OrderView.Line stored(Draft.DraftLine line) {
        return new OrderView.Line(
                line.id(),
                line.position(),
                line.kind(),
                null,
                line.variantId(),
                line.sku(),
                "",
                line.quantity(),
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                line.unitPrice(),
                line.discount(),
                line.tax(),
                line.total(),
                line.taxRate());
    }

    private static OrderView.Line cancelled(OrderView.Line line, long more) {
        return new OrderView.Line(
                line.id(),
                line.position(),
                line.kind(),
                null,
                line.variantId(),
                line.sku(),
                "",
                line.quantity(),
                line.cancelled() + more,
                0,
                0,
                0,
                0,
                0,
                0,
                line.unitPrice(),
                line.discount(),
                line.tax(),
                line.total(),
                line.taxRate());
    }

    private static OrderMoney.Sums addsUp(
            List<OrderView.Line> stored, List<OrderView.Share> shares, long shipping, boolean taxIncluded) {
        List<OrderView.Line> left = stored.stream().map(OrderMoney::left).toList();
        List<OrderView.Share> parts = OrderMoney.shares(shares, left);
        OrderMoney.Sums sums = OrderMoney.sums(left, shipping);
        long subtotal = 0;
        long discount = 0;
        long tax = 0;
        boolean any = false;
        for (int i = 0; i < left.size(); i++) {
            OrderView.Line line = left.get(i);
            assertThat(line.discount()).isEqualTo(part(stored.get(i).discount(), line));
            assertThat(line.tax()).isEqualTo(part(stored.get(i).tax(), line));
            assertThat(line.discount()).isBetween(0L, line.unitPrice() * line.open());
            assertThat(line.total())
                    .isEqualTo(line.unitPrice() * line.open() - line.discount() + (taxIncluded ? 0 : line.tax()));
            assertThat(parts.stream()
                            .filter(s -> s.lineId().equals(line.id()))
                            .mapToLong(OrderView.Share::amount)
                            .sum())
                    .isEqualTo(line.discount());
            subtotal += line.unitPrice() * line.open();
            discount += line.discount();
            tax += line.tax();
            any |= line.open() > 0;
        }
        assertThat(parts).allSatisfy(s -> assertThat(s.amount()).isPositive());
        long owed = any ? shipping : 0;
        assertThat(sums)
                .isEqualTo(new OrderMoney.Sums(
                        subtotal, discount, tax, owed, subtotal - discount + (taxIncluded ? 0 : tax) + owed));
        return sums;
    }

    /** The part of an amount of all units that those left bear, rounded down. */
    private static long part(long amount, OrderView.Line line) {
        return BigInteger.valueOf(amount)
                .multiply(BigInteger.valueOf(line.open()))
                .divide(BigInteger.valueOf(line.quantity()))
                .longValueExact();
    }
}
