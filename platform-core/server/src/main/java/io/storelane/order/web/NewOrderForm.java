package io.storelane.order.web;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An order as a person enters it; amounts as they are typed. */
record NewOrderForm(
        String channelId,
        String reference,
        String customerId,
        String buyerName,
        String buyerPhone,
        String buyerEmail,
        String shipName,
        String shipPhone,
        String shipCountry,
        String shipRegion,
        String shipProvince,
        String shipCity,
        String shipDistrict,
        String shipStreet,
        String shipPostalCode,
        String invoiceKind,
        String invoiceTitle,
        String invoiceTaxNumber,
        String sellerId,
        String note,
        List<LineForm> lines,
        List<DiscountForm> discounts,
        String shipping,
        String tags,
        @Nullable Boolean backorder,
        String placedAt,
        String holdMinutes,
        List<PaymentForm> payments) {

    static final int ROWS = 4;
    private static final int MOST = 200;

    /** Discounts, and payments, that the form has room for. */
    static final int MOST_AMOUNTS = 20;

    /** A line; one without a SKU is not there. */
    record LineForm(
            String sku,
            String quantity,
            String price,
            String discount,
            String taxRate,
            String title,
            @Nullable Boolean gift) {

        static final LineForm EMPTY = new LineForm("", "", "", "", "", "", null);

        public boolean isGift() {
            return Boolean.TRUE.equals(gift);
        }

        /** True if something is typed that is seldom asked for. */
        public boolean hasMore() {
            return !taxRate.isEmpty() || !title.isEmpty() || isGift();
        }

        @SuppressWarnings("NullAway") // a field that was not sent is null until here
        LineForm {
            sku = EditForm.given(sku);
            quantity = EditForm.given(quantity);
            price = EditForm.given(price);
            discount = EditForm.given(discount);
            taxRate = EditForm.given(taxRate);
            title = EditForm.given(title);
            gift = Boolean.TRUE.equals(gift) ? gift : null;
        }
    }

    /** A discount of the whole order; one in which nothing is typed is not there. */
    record DiscountForm(String amount, String label) {

        static final DiscountForm EMPTY = new DiscountForm("", "");

        @SuppressWarnings("NullAway") // a field that was not sent is null until here
        DiscountForm {
            amount = EditForm.given(amount);
            label = EditForm.given(label);
        }
    }

    /** What was paid already; one without amount and reference is not there. */
    record PaymentForm(String amount, String method, String reference) {

        static final PaymentForm EMPTY = new PaymentForm("", "", "");

        boolean isEmpty() {
            return amount.isEmpty() && reference.isEmpty();
        }

        @SuppressWarnings("NullAway") // a field that was not sent is null until here
        PaymentForm {
            amount = EditForm.given(amount);
            method = EditForm.given(method);
            reference = EditForm.given(reference);
        }
    }

    @SuppressWarnings("NullAway") // a field that was not sent is null until here
    NewOrderForm {
        channelId = EditForm.given(channelId);
        reference = EditForm.given(reference);
        customerId = EditForm.given(customerId);
        buyerName = EditForm.given(buyerName);
        buyerPhone = EditForm.given(buyerPhone);
        buyerEmail = EditForm.given(buyerEmail);
        shipName = EditForm.given(shipName);
        shipPhone = EditForm.given(shipPhone);
        shipCountry = EditForm.given(shipCountry).toUpperCase(Locale.ROOT);
        shipRegion = EditForm.given(shipRegion);
        shipProvince = EditForm.given(shipProvince);
        shipCity = EditForm.given(shipCity);
        shipDistrict = EditForm.given(shipDistrict);
        shipStreet = EditForm.given(shipStreet);
        shipPostalCode = EditForm.given(shipPostalCode);
        invoiceKind = EditForm.given(invoiceKind).isEmpty() ? "none" : EditForm.given(invoiceKind);
        invoiceTitle = EditForm.given(invoiceTitle);
        invoiceTaxNumber = EditForm.given(invoiceTaxNumber);
        sellerId = EditForm.given(sellerId);
        note = EditForm.given(note);
        lines = rows(lines, LineForm.EMPTY, ROWS, MOST);
        discounts = rows(discounts, DiscountForm.EMPTY, 1, MOST_AMOUNTS);
        payments = rows(payments, PaymentForm.EMPTY, 1, MOST_AMOUNTS);
        shipping = EditForm.given(shipping);
        tags = EditForm.given(tags);
        placedAt = EditForm.given(placedAt);
        holdMinutes = EditForm.given(holdMinutes);
    }

    private static <T> List<T> rows(@Nullable List<@Nullable T> sent, T empty, int least, int most) {
        List<T> rows = new ArrayList<>();
        if (sent != null) {
            sent.forEach(row -> rows.add(row == null ? empty : row));
        }
        while (rows.size() < least) {
            rows.add(empty);
        }
        return List.copyOf(rows.subList(0, Math.min(rows.size(), most)));
    }

    /** @param customerId a customer that it begins with; empty for none */
    static NewOrderForm empty(String customerId) {
        return new NewOrderForm(
                "",
                "",
                customerId,
                "",
                "",
                "",
                "",
                "",
                "CN",
                "",
                "",
                "",
                "",
                "",
                "",
                "none",
                "",
                "",
                "",
                "",
                List.of(),
                List.of(),
                "",
                "",
                false,
                "",
                "",
                List.of());
    }

    NewOrderForm withMoreLines() {
        return with(more(lines, LineForm.EMPTY, ROWS), discounts, payments);
    }

    NewOrderForm withAnotherDiscount() {
        return with(lines, more(discounts, DiscountForm.EMPTY, 1), payments);
    }

    NewOrderForm withoutDiscount(int row) {
        return with(lines, without(discounts, row), payments);
    }

    NewOrderForm withAnotherPayment() {
        return with(lines, discounts, more(payments, PaymentForm.EMPTY, 1));
    }

    NewOrderForm withoutPayment(int row) {
        return with(lines, discounts, without(payments, row));
    }

    private static <T> List<T> more(List<T> rows, T empty, int number) {
        List<T> more = new ArrayList<>(rows);
        more.addAll(Collections.nCopies(number, empty));
        return more;
    }

    private static <T> List<T> without(List<T> rows, int row) {
        List<T> left = new ArrayList<>(rows);
        if (row >= 0 && row < left.size()) {
            left.remove(row);
        }
        return left;
    }

    private NewOrderForm with(List<LineForm> lines, List<DiscountForm> discounts, List<PaymentForm> payments) {
        return new NewOrderForm(
                channelId,
                reference,
                customerId,
                buyerName,
                buyerPhone,
                buyerEmail,
                shipName,
                shipPhone,
                shipCountry,
                shipRegion,
                shipProvince,
                shipCity,
                shipDistrict,
                shipStreet,
                shipPostalCode,
                invoiceKind,
                invoiceTitle,
                invoiceTaxNumber,
                sellerId,
                note,
                lines,
                discounts,
                shipping,
                tags,
                backorder,
                placedAt,
                holdMinutes,
                payments);
    }
}
