package io.storelane.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Lines and shares add up to their order, whatever is cancelled of it. */
class OrderMoneyTests {

    private final Random random = new Random(7);
    private final List<OrderView.Share> shares = new ArrayList<>();

    private OrderView.Line line(int position, boolean taxIncluded) {
        UUID id = new UUID(position, 1);
        long quantity = random.nextInt(4) == 0 ? 1 : random.nextLong(1, 1_000);
        long price = random.nextInt(5) == 0 ? 0 : random.nextLong(1, position % 2 == 0 ? 2_000 : 1_000_000_000L);
        long discount = 0;
        for (int i = random.nextInt(4); i > 0; i--) {
            long share = random.nextLong(0, price * quantity - discount + 1);
            discount += share;
            if (share > 0) {
                shares.add(new OrderView.Share(id, "D" + i, "", share));
            }
        }
        long net = price * quantity - discount;
        int rate = random.nextInt(3) == 0 ? 0 : random.nextInt(10_001);
        long tax = Tax.of(net, rate, taxIncluded);
        return new OrderView.Line(
                id,
                position,
                "goods",
                null,
                null,
                "SKU",
                "",
                quantity,
                0,
                0,
                0,
                price,
                discount,
                tax,
                taxIncluded ? net : net + tax,
                rate);
    }

    private static OrderView.Line cancelled(OrderView.Line line, long more) {
        return new OrderView.Line(
                line.id(),
                line.position(),
                line.kind(),
                null,
                null,
                line.sku(),
                "",
                line.quantity(),
                line.cancelled() + more,
                0,
                0,
                line.unitPrice(),
                line.discount(),
                line.tax(),
                line.total(),
                line.taxRate());
    }

    @Test
    void linesAndSharesAddUpToTheOrderWhateverIsCancelled() {
        for (int round = 0; round < 1_000; round++) {
            shares.clear();
            boolean taxIncluded = random.nextBoolean();
            List<OrderView.Line> stored = new ArrayList<>();
            for (int i = 1 + random.nextInt(6); i > 0; i--) {
                stored.add(line(stored.size(), taxIncluded));
            }
            long shipping = random.nextLong(0, 5_000);
            addsUp(stored, shipping, taxIncluded);
            while (stored.stream().anyMatch(l -> l.open() > 0)) {
                stored.replaceAll(l -> l.open() == 0 ? l : cancelled(l, random.nextLong(0, l.open() + 1)));
                addsUp(stored, shipping, taxIncluded);
            }
            assertThat(OrderMoney.sums(stored.stream().map(OrderMoney::left).toList(), shipping))
                    .isEqualTo(new OrderMoney.Sums(0, 0, 0, 0, 0));
        }
    }

    private void addsUp(List<OrderView.Line> stored, long shipping, boolean taxIncluded) {
        List<OrderView.Line> left = stored.stream().map(OrderMoney::left).toList();
        List<OrderView.Share> parts = OrderMoney.shares(shares, left);
        OrderMoney.Sums sums = OrderMoney.sums(left, shipping);

        for (OrderView.Line line : left) {
            assertThat(line.discount()).isBetween(0L, line.unitPrice() * line.open());
            assertThat(line.tax()).isNotNegative();
            assertThat(line.total())
                    .isEqualTo(line.unitPrice() * line.open() - line.discount() + (taxIncluded ? 0 : line.tax()));
            assertThat(parts.stream().filter(s -> s.lineId().equals(line.id())).mapToLong(OrderView.Share::amount))
                    .allMatch(amount -> amount > 0)
                    .satisfies(amounts -> assertThat(
                                    amounts.stream().mapToLong(Long::longValue).sum())
                            .isEqualTo(line.discount()));
        }
        assertThat(left.stream().mapToLong(OrderView.Line::discount).sum()).isEqualTo(sums.discount());
        assertThat(left.stream().mapToLong(OrderView.Line::tax).sum()).isEqualTo(sums.tax());
        assertThat(left.stream().mapToLong(OrderView.Line::total).sum() + sums.shipping())
                .isEqualTo(sums.total());
        assertThat(sums.total())
                .isEqualTo(sums.subtotal() - sums.discount() + (taxIncluded ? 0 : sums.tax()) + sums.shipping());
    }
}
