package io.storelane.order;

import io.storelane.customer.Masks;

/** The personal data of an order: masked for the reader, and kept when the mask comes back in a change. */
final class Personal {

    private Personal() {}

    static PlaceOrder.Buyer masked(PlaceOrder.Buyer buyer) {
        return new PlaceOrder.Buyer(buyer.name(), Masks.phone(buyer.phone()), Masks.email(buyer.email()));
    }

    static PlaceOrder.Address masked(PlaceOrder.Address to) {
        return new PlaceOrder.Address(
                to.name(),
                Masks.phone(to.phone()),
                to.country(),
                to.region(),
                to.province(),
                to.city(),
                Masks.address(to.district()),
                Masks.address(to.street()),
                to.postalCode());
    }

    /** The number of a person's invoice is that of an identity document. */
    static PlaceOrder.Invoice masked(PlaceOrder.Invoice invoice) {
        return invoice.kind().equals("person")
                ? new PlaceOrder.Invoice(invoice.kind(), invoice.title(), Masks.idNumber(invoice.taxNumber()))
                : invoice;
    }

    /** Whoever changes one field of a masked order sends the masks of the others back: these stay as they are stored. */
    static OrderEdit kept(OrderEdit edit, OrderView stored) {
        PlaceOrder.Buyer buyer = edit.buyer();
        PlaceOrder.Address to = edit.shipTo();
        PlaceOrder.Address was = stored.shipTo();
        PlaceOrder.Invoice invoice = edit.invoice();
        return new OrderEdit(
                edit.version(),
                new PlaceOrder.Buyer(
                        buyer.name(),
                        Masks.kept(buyer.phone(), stored.buyer().phone(), Masks::phone),
                        Masks.kept(buyer.email(), stored.buyer().email(), Masks::email)),
                new PlaceOrder.Address(
                        to.name(),
                        Masks.kept(to.phone(), was.phone(), Masks::phone),
                        to.country(),
                        to.region(),
                        to.province(),
                        to.city(),
                        Masks.kept(to.district(), was.district(), Masks::address),
                        Masks.kept(to.street(), was.street(), Masks::address),
                        to.postalCode()),
                new PlaceOrder.Invoice(
                        invoice.kind(),
                        invoice.title(),
                        Masks.kept(invoice.taxNumber(), stored.invoice().taxNumber(), Masks::idNumber)),
                edit.salesPersonId(),
                edit.note());
    }
}
