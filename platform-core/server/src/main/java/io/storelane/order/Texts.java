package io.storelane.order;

import io.storelane.customer.Emails;
import io.storelane.customer.Phones;
import io.storelane.inventory.Regions;
import io.storelane.problem.Fault;
import io.storelane.problem.Visible;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Lengths of the texts of an order. */
final class Texts {

    private static final int SHORT = 100;
    private static final int LONG = 500;
    private static final int NOTE = 2_000;
    private static final int TAG = 40;
    private static final List<String> KINDS = List.of("none", "person", "company");

    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private Texts() {}

    /** What stays as it is stored is not judged: a channel may have sent it. */
    static void check(OrderEdit edit, OrderView stored, List<Fault> faults) {
        header(edit.buyer(), edit.shipTo(), edit.invoice(), edit.note(), faults);
        if (!edit.buyer().phone().equals(stored.buyer().phone())) {
            phone(edit.buyer().phone(), Phones::arePlausible, "/buyer/phone", faults);
        }
        if (!edit.buyer().email().equals(stored.buyer().email())) {
            email(edit.buyer().email(), Emails::arePlausible, faults);
        }
        if (!edit.buyer().name().equals(stored.buyer().name())) {
            name(edit.buyer().name(), "/buyer/name", faults);
        }
        if (!edit.shipTo().name().equals(stored.shipTo().name())) {
            name(edit.shipTo().name(), "/shipTo/name", faults);
        }
        if (!edit.shipTo().phone().equals(stored.shipTo().phone())) {
            phone(edit.shipTo().phone(), Phones::arePlausible, "/shipTo/phone", faults);
        }
        if (!edit.shipTo().country().equals(stored.shipTo().country())
                || !edit.shipTo().region().equals(stored.shipTo().region())) {
            place(edit.shipTo(), faults);
        }
    }

    static void check(PlaceOrder order, List<Fault> faults) {
        text(order.externalId(), SHORT, "/externalId", faults);
        header(order.buyer(), order.shipTo(), order.invoice(), order.note(), faults);
        name(order.buyer().name(), "/buyer/name", faults);
        name(order.shipTo().name(), "/shipTo/name", faults);
        Predicate<String> phones =
                order.source() == Source.CHANNEL ? Phones::arePlausibleOrMasked : Phones::arePlausible;
        phone(order.buyer().phone(), phones, "/buyer/phone", faults);
        phone(order.shipTo().phone(), phones, "/shipTo/phone", faults);
        email(
                order.buyer().email(),
                order.source() == Source.CHANNEL ? Emails::arePlausibleOrMasked : Emails::arePlausible,
                faults);
        place(order.shipTo(), faults);
        for (int i = 0; i < order.tags().size(); i++) {
            text(order.tags().get(i), TAG, "/tags/" + i, faults);
        }
        for (int i = 0; i < order.lines().size(); i++) {
            text(order.lines().get(i).sku(), SHORT, "/lines/" + i + "/sku", faults);
            text(order.lines().get(i).title(), LONG, "/lines/" + i + "/title", faults);
        }
        for (int i = 0; i < order.discounts().size(); i++) {
            text(order.discounts().get(i).code(), SHORT, "/discounts/" + i + "/code", faults);
            text(order.discounts().get(i).label(), LONG, "/discounts/" + i + "/label", faults);
        }
        for (int i = 0; i < order.payments().size(); i++) {
            text(order.payments().get(i).method(), SHORT, "/payments/" + i + "/method", faults);
            text(order.payments().get(i).reference(), SHORT, "/payments/" + i + "/reference", faults);
        }
    }

    private static void header(
            PlaceOrder.Buyer buyer,
            PlaceOrder.Address to,
            PlaceOrder.Invoice invoice,
            String note,
            List<Fault> faults) {
        text(buyer.name(), SHORT, "/buyer/name", faults);
        text(buyer.phone(), SHORT, "/buyer/phone", faults);
        text(buyer.email(), LONG, "/buyer/email", faults);
        text(to.name(), SHORT, "/shipTo/name", faults);
        text(to.phone(), SHORT, "/shipTo/phone", faults);
        text(to.country(), SHORT, "/shipTo/country", faults);
        text(to.region(), SHORT, "/shipTo/region", faults);
        text(to.province(), SHORT, "/shipTo/province", faults);
        text(to.city(), SHORT, "/shipTo/city", faults);
        text(to.district(), SHORT, "/shipTo/district", faults);
        text(to.street(), LONG, "/shipTo/street", faults);
        text(to.postalCode(), SHORT, "/shipTo/postalCode", faults);
        if (!KINDS.contains(invoice.kind())) {
            faults.add(Fault.of(OrderProblem.BAD_INVOICE, "/invoice/kind"));
        }
        text(invoice.title(), LONG, "/invoice/title", faults);
        text(invoice.taxNumber(), SHORT, "/invoice/taxNumber", faults);
        text(note, NOTE, "/note", faults);
    }

    private static void phone(String phone, Predicate<String> plausible, String path, List<Fault> faults) {
        if (phone.length() <= SHORT && !plausible.test(phone)) {
            faults.add(Fault.of(OrderProblem.BAD_PHONE, path));
        }
    }

    private static void email(String email, Predicate<String> plausible, List<Fault> faults) {
        if (email.length() <= LONG && !plausible.test(email)) {
            faults.add(Fault.of(OrderProblem.BAD_EMAIL, "/buyer/email"));
        }
    }

    private static void place(PlaceOrder.Address to, List<Fault> faults) {
        if (!to.country().isEmpty() && to.country().length() <= SHORT && !COUNTRIES.contains(to.country())) {
            faults.add(Fault.of(OrderProblem.BAD_COUNTRY, "/shipTo/country", kept(to.country(), SHORT)));
        }
        if (to.country().equals("CN")
                && !to.region().isEmpty()
                && to.region().length() <= SHORT
                && !Regions.isCode(to.region())) {
            faults.add(Fault.of(OrderProblem.BAD_REGION, "/shipTo/region", kept(to.region(), SHORT)));
        }
    }

    /** There may be none, but one that is there can be seen. */
    private static void name(String name, String path, List<Fault> faults) {
        if (!name.isEmpty() && Visible.isBlank(name)) {
            faults.add(Fault.of(OrderProblem.NAME_UNSEEN, path));
        }
    }

    private static void text(String text, int most, String path, List<Fault> faults) {
        if (text.length() > most || text.codePoints().anyMatch(c -> Character.isISOControl(c) && c != '\n')) {
            faults.add(Fault.of(OrderProblem.BAD_TEXT, path, most));
        }
    }

    static PlaceOrder.Buyer kept(PlaceOrder.Buyer buyer) {
        return new PlaceOrder.Buyer(kept(buyer.name(), SHORT), kept(buyer.phone(), SHORT), kept(buyer.email(), LONG));
    }

    static PlaceOrder.Address kept(PlaceOrder.Address to) {
        return new PlaceOrder.Address(
                kept(to.name(), SHORT),
                kept(to.phone(), SHORT),
                kept(to.country(), SHORT),
                kept(to.region(), SHORT),
                kept(to.province(), SHORT),
                kept(to.city(), SHORT),
                kept(to.district(), SHORT),
                kept(to.street(), LONG),
                kept(to.postalCode(), SHORT));
    }

    /** A text of a channel as it can be kept: without control characters, cut to a length. */
    static String kept(String text, int most) {
        String clean = CONTROL.matcher(text).replaceAll(" ");
        return clean.length() <= most ? clean : clean.substring(0, most);
    }
}
