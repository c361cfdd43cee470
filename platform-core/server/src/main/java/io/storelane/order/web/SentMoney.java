package io.storelane.order.web;

import io.storelane.order.OrderProblem;
import io.storelane.problem.Fault;
import io.storelane.web.Currencies;
import io.storelane.web.api.Amount;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The amounts of one body, which all have to be in one currency: the one that is named, else that of the first amount. */
final class SentMoney {

    private final List<Fault> faults = new ArrayList<>();
    private String currency;
    private String place = "/currency";
    private boolean unknown;

    SentMoney(@Nullable String currency) {
        this.currency = OrderDocuments.text(currency);
        if (!this.currency.isEmpty() && !Currencies.isKnown(this.currency)) {
            faults.add(Fault.of(OrderProblem.BAD_CURRENCY, place, this.currency));
            unknown = true; // the amounts are not blamed for it
        }
    }

    /** Minor units; 0 if nothing was sent. */
    long of(String path, @Nullable Amount amount) {
        Long given = given(path, amount);
        return given == null ? 0 : given;
    }

    /** Minor units; null if nothing was sent. */
    @Nullable Long given(String path, @Nullable Amount amount) {
        if (amount == null) {
            return null;
        }
        if (unknown) {
            return amount.amount();
        }
        if (currency.isEmpty()) {
            currency = amount.currency();
            place = path + "/currency";
        } else if (!currency.equals(amount.currency())) {
            faults.add(Fault.of(OrderProblem.AMOUNT_CURRENCY, path + "/currency", amount.currency(), currency));
        }
        return amount.amount();
    }

    /** What all amounts are in; empty if there is none. */
    String currency() {
        return currency;
    }

    /** What was found wrong so far. */
    List<Fault> faults() {
        return List.copyOf(faults);
    }

    /** The faults with those of money at the very place where the body has the amount or names the currency. */
    List<Fault> located(List<Fault> found) {
        return found.stream().map(this::located).toList();
    }

    private Fault located(Fault fault) {
        if (fault.path().equals("/currency")) {
            return new Fault(fault.code(), place, fault.args());
        }
        return fault.code() == OrderProblem.BAD_AMOUNT
                ? new Fault(fault.code(), fault.path() + "/amount", fault.args())
                : fault;
    }
}
