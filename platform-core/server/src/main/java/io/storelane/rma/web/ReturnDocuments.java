package io.storelane.rma.web;

import io.storelane.rma.ReturnView;
import io.storelane.web.api.Amount;
import io.storelane.web.api.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A return as programs get it. */
final class ReturnDocuments {

    static final String RETURN_EXAMPLE = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fd50", "number": "R261122-7K3M9QXT",
             "orderId": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "orderNumber": "261120-4H2N8PWC", "state": "approved",
             "resolution": "refund", "reason": "damaged", "note": "Handle broken", "answer": "", "overrideReason": "",
             "locationId": "01a202ba-5c3d-74df-b3c3-862ecc38fd40", "tracking": "SF1234567890",
             "assigneeId": null, "dueAt": null, "worth": {"amount": 1500, "currency": "CNY"},
             "refunded": {"amount": 0, "currency": "CNY"}, "shippingRefunded": {"amount": 0, "currency": "CNY"},
             "exchangeOrderId": null, "requestedBy": "Wang Fang", "createdAt": "2026-11-22T08:00:00Z",
             "updatedAt": "2026-11-23T08:00:00Z",
             "lines": [{"lineId": "01a202ba-5c3d-74df-b3c3-862ecc38fd20", "variantId": "01a202ba-5c3d-74df-b3c3-862ecc38fd01",
               "sku": "MUG-WHITE", "title": "White mug", "quantity": 2, "received": 1, "missing": 0, "restocked": 0,
               "scrapped": 0, "worth": {"amount": 1500, "currency": "CNY"}, "refunded": {"amount": 0, "currency": "CNY"}}],
             "version": 3}""";

    private ReturnDocuments() {}

    /** @param worth what the received units cost */
    record ReturnLine(
            UUID lineId,
            UUID variantId,
            String sku,
            String title,
            long quantity,
            long received,
            long missing,
            long restocked,
            long scrapped,
            Amount worth,
            Amount refunded) {}

    /**
     * @param answer why it was refused or withdrawn
     * @param lines empty in a list
     */
    record Return(
            UUID id,
            String number,
            UUID orderId,
            String orderNumber,
            String state,
            String resolution,
            String reason,
            String note,
            String answer,
            String overrideReason,
            @Nullable UUID locationId,
            String tracking,
            @Nullable UUID assigneeId,
            @Nullable Instant dueAt,
            Amount worth,
            Amount refunded,
            Amount shippingRefunded,
            @Nullable UUID exchangeOrderId,
            String requestedBy,
            Instant createdAt,
            Instant updatedAt,
            List<ReturnLine> lines,
            long version)
            implements Versioned {}

    static Return of(ReturnView r) {
        return new Return(
                r.id(),
                r.number(),
                r.orderId(),
                r.orderNumber(),
                r.state().code(),
                r.resolution().code(),
                r.reason().code(),
                r.note(),
                r.answer(),
                r.overrideReason(),
                r.locationId(),
                r.tracking(),
                r.assigneeId(),
                r.dueAt(),
                new Amount(r.worth(), r.currency()),
                new Amount(r.refunded(), r.currency()),
                new Amount(r.shippingRefunded(), r.currency()),
                r.exchangeOrderId(),
                r.requestedBy(),
                r.createdAt(),
                r.updatedAt(),
                r.lines().stream().map(l -> line(l, r.currency())).toList(),
                r.version());
    }

    private static ReturnLine line(ReturnView.Line l, String currency) {
        return new ReturnLine(
                l.lineId(),
                l.variantId(),
                l.sku(),
                l.title(),
                l.quantity(),
                l.received(),
                l.missing(),
                l.restocked(),
                l.scrapped(),
                new Amount(l.worth(), currency),
                new Amount(l.refunded(), currency));
    }

    static String text(@Nullable String text) {
        return text == null ? "" : text.strip();
    }
}
