package io.storelane.channelvendure;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.plugin.api.OrderDraft;
import io.storelane.plugin.api.OrderIntake;
import io.storelane.plugin.api.channel.ChannelOrder;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Orders as Vendure 3.7.3 has answered. */
class ShopOrderTests {

    private static final UUID CHANNEL = new UUID(0, 7);

    private static ObjectNode recorded(String name) throws IOException {
        try (InputStream in = ShopOrderTests.class.getResourceAsStream("/recorded/" + name + ".json")) {
            return (ObjectNode) JsonMapper.shared().readTree(Objects.requireNonNull(in));
        }
    }

    private static OrderDraft draft(JsonNode order) {
        return new ShopOrder(order).read(CHANNEL).order().orElseThrow().draft();
    }

    private static long total(OrderDraft draft) {
        return draft.lines().stream()
                        .mapToLong(l -> l.quantity() * l.unitPrice())
                        .sum()
                - draft.discounts().stream()
                        .mapToLong(OrderDraft.Discount::amount)
                        .sum()
                + draft.shipping();
    }

    @ParameterizedTest
    @ValueSource(strings = {"discounts", "surcharges", "refunded", "tax-included"})
    void partsAreTheTotalOfTheShopAndWhatWasPaid(String name) throws IOException {
        JsonNode order = recorded(name);
        OrderDraft draft = draft(order);
        assertThat(total(draft)).isEqualTo(order.path("totalWithTax").asLong());
        assertThat(draft.payments().stream()
                        .mapToLong(OrderDraft.Payment::amount)
                        .sum())
                .isEqualTo(order.path("totalWithTax").asLong());
        assertThat(draft.currency()).isEqualTo(name.equals("tax-included") ? "EUR" : "USD");
    }

    @Test
    void whoBoughtWhatAndWhereItGoes() throws IOException {
        OrderDraft draft = draft(recorded("discounts"));
        assertThat(draft.channel()).isEqualTo(CHANNEL);
        assertThat(draft.externalId()).isEqualTo("K4LH831C9ZTWC6MG");
        assertThat(draft.placedAt()).isEqualTo(Instant.parse("2026-11-24T00:33:40.850Z"));
        assertThat(List.of(draft.buyerName(), draft.buyerPhone(), draft.buyerEmail()))
                .containsExactly("Ann Li", "+49 30 1234567", "ann@example.com");
        OrderIntake.Address to = Objects.requireNonNull(draft.shipTo());
        assertThat(List.of(
                        to.part("name"),
                        to.part("country"),
                        to.part("city"),
                        to.part("street"),
                        to.part("postalCode"),
                        to.part("phone")))
                .containsExactly("Ann Li", "DE", "Berlin", "Tea House, Road 1, 2nd floor", "10115", "+49 30 1234567");
        assertThat(draft.lines())
                .containsExactly(new OrderDraft.Line("MUG", 3, 1_500), new OrderDraft.Line("TEA", 2, 959));
    }

    @Test
    void discountsOnGoodsHaveTheirNamesAndFreeShippingIsNone() throws IOException {
        OrderDraft draft = draft(recorded("discounts"));
        assertThat(draft.shipping()).isZero();
        assertThat(draft.discounts())
                .containsExactly(
                        new OrderDraft.Discount("PROMOTION:1", "Ten per cent", 642),
                        new OrderDraft.Discount("PROMOTION:3", "Seven off", 840));
    }

    @Test
    void surchargesGoWithTheShippingOrAreDiscounts() throws IOException {
        OrderDraft draft = draft(recorded("surcharges"));
        assertThat(draft.shipping()).isEqualTo(750);
        assertThat(draft.note()).isEqualTo("Gift wrap");
        assertThat(draft.discounts()).containsExactly(new OrderDraft.Discount("surcharge", "Sorry for the delay", 50));
        assertThat(draft.payments())
                .containsExactly(
                        new OrderDraft.Payment("paid-at-once", "1yz3ewgxwa", 3_500),
                        new OrderDraft.Payment("cash", "C-1", 200));
    }

    @Test
    void whatWasGivenBackWasNotPaid() throws IOException {
        OrderDraft draft = draft(recorded("refunded"));
        assertThat(draft.lines()).containsExactly(new OrderDraft.Line("MUG", 2, 1_500));
        assertThat(draft.payments()).containsExactly(new OrderDraft.Payment("paid-at-once", "038mcrutge", 3_500));
    }

    /** Shops may round the price of a line instead of the price of one. */
    @Test
    void priceOfALineThatIsNoMultipleIsKeptToTheCent() throws IOException {
        ObjectNode order = recorded("tax-included");
        ((ObjectNode) order.at("/lines/0")).put("linePriceWithTax", 5_999).put("proratedLinePriceWithTax", 5_399);
        order.put("totalWithTax", 5_899);
        OrderDraft draft = draft(order);
        assertThat(draft.lines())
                .containsExactly(new OrderDraft.Line("BOWL", 1, 1_999), new OrderDraft.Line("BOWL", 2, 2_000));
        assertThat(total(draft)).isEqualTo(5_899);
    }

    @Test
    void orderThatIsNotPaidWaits() throws IOException {
        ShopOrder order = new ShopOrder(recorded("authorized"));
        assertThat(order.waits()).isTrue();
        assertThat(order.concerns()).isFalse();
    }

    @Test
    void orderThatIsCalledOffIsCancelledAndOneThatHasLeftIsPassed() throws IOException {
        ObjectNode order = recorded("refunded");
        assertThat(new ShopOrder(order).concerns()).isTrue();
        order.put("state", "Cancelled");
        assertThat(new ShopOrder(order).read(CHANNEL).cancellation()).isPresent();
        order.put("state", "Shipped");
        assertThat(new ShopOrder(order).concerns()).isFalse();
    }

    @Test
    void amountThatIsNoneMakesTheOrderUnreadableAndNoOther() throws IOException {
        ObjectNode order = recorded("refunded");
        order.put("totalWithTax", "35.00");
        ChannelOrder read = new ShopOrder(order).read(CHANNEL);
        assertThat(read.number()).isEqualTo("3EPF63MV6R529R84");
        assertThat(read.fault()).hasValueSatisfying(f -> assertThat(f.key()).isEqualTo("vendure.order.broken"));
    }
}
