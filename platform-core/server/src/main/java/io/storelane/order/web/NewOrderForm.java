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
        String discount,
        String discountLabel,
        String shipping,
        String tags,
        @Nullable Boolean backorder,
        String placedAt,
        String holdMinutes,
        String payAmount,
        String payMethod,
        String payReference) {

    static final int ROWS = 4;
    private static final int MOST = 200;

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
        lines = rows(lines);
        discount = EditForm.given(discount);
        discountLabel = EditForm.given(discountLabel);
        shipping = EditForm.given(shipping);
        tags = EditForm.given(tags);
        placedAt = EditForm.given(placedAt);
        holdMinutes = EditForm.given(holdMinutes);
        payAmount = EditForm.given(payAmount);
        payMethod = EditForm.given(payMethod);
        payReference = EditForm.given(payReference);
    }

    private static List<LineForm> rows(@Nullable List<@Nullable LineForm> sent) {
        List<LineForm> rows = new ArrayList<>();
        if (sent != null) {
            sent.forEach(line -> rows.add(line == null ? LineForm.EMPTY : line));
        }
        while (rows.size() < ROWS) {
            rows.add(LineForm.EMPTY);
        }
        return List.copyOf(rows.subList(0, Math.min(rows.size(), MOST)));
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
                "",
                "",
                "",
                "",
                false,
                "",
                "",
                "",
                "",
                "");
    }

    NewOrderForm withMoreRows() {
        List<LineForm> more = new ArrayList<>(lines);
        more.addAll(Collections.nCopies(ROWS, LineForm.EMPTY));
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
                more,
                discount,
                discountLabel,
                shipping,
                tags,
                backorder,
                placedAt,
                holdMinutes,
                payAmount,
                payMethod,
                payReference);
    }
}
