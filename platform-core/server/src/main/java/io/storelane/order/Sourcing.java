package io.storelane.order;

import io.storelane.inventory.Reservations;
import io.storelane.inventory.Router;
import io.storelane.inventory.StockMap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.function.SingletonSupplier;

/** Asks for wishes where orders ship from, and never longer than orders may wait for it. */
@Component
class Sourcing {

    /** For one order, or for all that are placed at once. */
    static final Duration PATIENCE = Duration.ofMillis(500);

    private final SingletonSupplier<List<SourcingAdvice>> advice;
    private final Reservations reservations;

    Sourcing(ObjectProvider<SourcingAdvice> advice, Reservations reservations) {
        // later: who has wishes may know orders
        this.advice = SingletonSupplier.of(() -> advice.stream().toList());
        this.reservations = reservations;
    }

    /** Time that is left for wishes. */
    private static final class Budget {
        private final long end = System.nanoTime() + PATIENCE.toNanos();

        private Duration left() {
            return Duration.ofNanos(end - System.nanoTime());
        }
    }

    private List<SourcingAdvice> asked() {
        // in a transaction nobody outside is waited for: an order that is placed within one is routed by the rules
        return TransactionSynchronizationManager.isActualTransactionActive()
                ? List.of()
                : advice.obtain().stream().filter(SourcingAdvice::isAsked).toList();
    }

    /** The orders, placed at once, with what is wished of them. */
    List<Draft> wished(List<Draft> drafts) {
        List<SourcingAdvice> asked = asked();
        if (asked.isEmpty()) {
            return drafts;
        }
        Budget budget = new Budget();
        StockMap stock = reservations.free(
                drafts.stream()
                        .flatMap(d -> d.needs().stream())
                        .map(Router.Need::variantId)
                        .collect(Collectors.toSet()),
                false);
        return drafts.stream()
                .map(d -> d.preferring(
                        ask(asked, d.channel().id(), d.destination(), d.needs(), stock, d.keepsSafety(), budget)))
                .toList();
    }

    /** What would be wished of an order that takes units out of this stock. */
    Router.Preference wish(
            UUID channel, Router.Place to, Instant at, List<Router.Need> needs, StockMap stock, boolean keepSafety) {
        return ask(asked(), channel, new Router.Destination(to, "/", at), needs, stock, keepSafety, new Budget());
    }

    private static Router.Preference ask(
            List<SourcingAdvice> asked,
            UUID channel,
            Router.Destination to,
            List<Router.Need> needs,
            StockMap stock,
            boolean keepSafety,
            Budget budget) {
        if (asked.isEmpty() || needs.isEmpty()) {
            return Router.Preference.NONE;
        }
        List<Router.Free> free = stock.free(needs, keepSafety);
        Set<UUID> having = free.stream().map(Router.Free::siteId).collect(Collectors.toSet());
        List<Router.Site> sites =
                stock.sites().stream().filter(s -> having.contains(s.id())).toList();
        for (SourcingAdvice one : asked) {
            Duration left = budget.left();
            if (sites.size() < 2 || !left.isPositive()) {
                return Router.Preference.NONE; // there is nothing to choose, or no time
            }
            Router.Preference preference =
                    one.of(new SourcingAdvice.Question(channel, to.at(), to.place(), needs, sites, free), left);
            if (!preference.sites().isEmpty()) {
                return preference;
            }
        }
        return Router.Preference.NONE;
    }
}
