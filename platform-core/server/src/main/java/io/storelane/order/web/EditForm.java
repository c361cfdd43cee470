package io.storelane.order.web;

import io.storelane.order.OrderEdit;
import io.storelane.order.OrderView;
import io.storelane.order.PlaceOrder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Buyer, address, invoice and note of an order. */
record EditForm(
        String version,
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
        String note) {

    @SuppressWarnings("NullAway") // a field that was not sent is null until here
    EditForm {
        version = given(version);
        buyerName = given(buyerName);
        buyerPhone = given(buyerPhone);
        buyerEmail = given(buyerEmail);
        shipName = given(shipName);
        shipPhone = given(shipPhone);
        shipCountry = given(shipCountry).toUpperCase(Locale.ROOT);
        shipRegion = given(shipRegion);
        shipProvince = given(shipProvince);
        shipCity = given(shipCity);
        shipDistrict = given(shipDistrict);
        shipStreet = given(shipStreet);
        shipPostalCode = given(shipPostalCode);
        invoiceKind = given(invoiceKind).isEmpty() ? "none" : given(invoiceKind);
        invoiceTitle = given(invoiceTitle);
        invoiceTaxNumber = given(invoiceTaxNumber);
        sellerId = given(sellerId);
        note = given(note);
    }

    static String given(@Nullable String text) {
        return text == null ? "" : text.strip();
    }

    static EditForm of(OrderView o) {
        return new EditForm(
                String.valueOf(o.version()),
                o.buyer().name(),
                o.buyer().phone(),
                o.buyer().email(),
                o.shipTo().name(),
                o.shipTo().phone(),
                o.shipTo().country(),
                o.shipTo().region(),
                o.shipTo().province(),
                o.shipTo().city(),
                o.shipTo().district(),
                o.shipTo().street(),
                o.shipTo().postalCode(),
                o.invoice().kind(),
                o.invoice().title(),
                o.invoice().taxNumber(),
                o.salesPersonId() == null ? "" : o.salesPersonId().toString(),
                o.note());
    }

    /** The version that was seen; one that cannot be read is none that an order ever has. */
    long seen() {
        return Given.units(version);
    }

    OrderEdit command() {
        return new OrderEdit(
                seen(),
                new PlaceOrder.Buyer(buyerName, buyerPhone, buyerEmail),
                new PlaceOrder.Address(
                        shipName,
                        shipPhone,
                        shipCountry,
                        shipRegion,
                        shipProvince,
                        shipCity,
                        shipDistrict,
                        shipStreet,
                        shipPostalCode),
                new PlaceOrder.Invoice(invoiceKind, invoiceTitle, invoiceTaxNumber),
                Given.id(sellerId),
                note);
    }

    /** The field that shows a part of the command: {@code /shipTo/city} is {@code shipCity}. */
    static String field(String path) {
        String[] names = path.substring(path.startsWith("/") ? 1 : 0).split("/", -1);
        return switch (names[0]) {
            case "invoice" -> names.length == 1 ? "invoiceTitle" : "invoice" + capital(names[1]);
            case "buyer" -> names.length == 1 ? "" : "buyer" + capital(names[1]);
            case "shipTo" -> names.length == 1 ? "" : "ship" + capital(names[1]);
            case "salesPersonId" -> "sellerId";
            default -> names[0];
        };
    }

    private static String capital(String name) {
        return name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
