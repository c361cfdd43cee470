package io.storelane.connector;

import io.storelane.order.OrderChanges;
import io.storelane.order.OrderOrigins;
import io.storelane.order.OrderUpdates;
import io.storelane.order.PlaceOrder;
import io.storelane.order.SoldOrder;
import io.storelane.plugin.PublishedService;
import io.storelane.plugin.api.OrderDraft;
import io.storelane.plugin.api.OrderIntake;
import io.storelane.plugin.api.channel.ChannelFault;
import io.storelane.plugin.api.channel.ChannelOrder;
import io.storelane.plugin.api.channel.ConnectorForm;
import io.storelane.plugin.api.channel.OrderPage;
import io.storelane.problem.Kind;
import io.storelane.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Orders of an account on their way in. Each is stored, or put aside with the cause; none stops the next. */
@Component
class OrdersIn {

    private static final Logger log = LoggerFactory.getLogger(OrdersIn.class);
    private static final int PAGES = 5;
    private static final int WANTED = 20;
    private static final int PATIENCE = 5;
    private static final int LONGEST = 100;
    private static final int LONGEST_CURSOR = 2_000;

    private final PublishedService<OrderIntake> intake;
    private final OrderChanges changes;
    private final OrderUpdates updates;
    private final OrderOrigins origins;
    private final SeenOrders seen;

    OrdersIn(
            PublishedService<OrderIntake> intake,
            OrderChanges changes,
            OrderUpdates updates,
            OrderOrigins origins,
            SeenOrders seen) {
        this.intake = intake;
        this.changes = changes;
        this.updates = updates;
        this.origins = origins;
        this.seen = seen;
    }

    /** @return true if there is more to do at once */
    boolean work(AccountRun run) throws AccountRun.Unsaid {
        boolean more = wanted(run, false);
        more |= wanted(run, true);
        boolean due =
                run.does(ConnectorForm.Feature.ORDERS) && !run.held.fetchAt().isAfter(run.now());
        return (due && fetch(run)) || more;
    }

    /** Where an order is put aside that cannot be stored. */
    @FunctionalInterface
    private interface Aside {
        void put(Cause cause);
    }

    /** Orders that a hint or a person has named. @param tried true for those that have failed before */
    private boolean wanted(AccountRun run, boolean tried) throws AccountRun.Unsaid {
        List<Ledger.Entry> due = java.util.Objects.requireNonNull(run.tools
                .transaction()
                .execute(_ -> run.tools.ledger().due(run.account.id(), Ledger.Kind.ORDER, tried, WANTED)));
        for (Ledger.Entry record : due) {
            // whatever number it comes back with: this is the one that was asked for
            Aside aside = cause -> aside(run, record, cause);
            try {
                Optional<ChannelOrder> found = run.call(
                        record.name(),
                        (connector, context) -> connector.order(context, run.connected(), record.name()));
                if (found.isEmpty()) {
                    aside.put(run.tools.causes().of(ConnectorProblem.GONE, record.name()));
                } else {
                    Said said = said(run, List.of(found.get()));
                    if (take(run, found.get(), said, aside)) {
                        run.tools.transaction().executeWithoutResult(_ -> {
                            seen.keep(run.account.id(), said.now());
                            run.tools.ledger().done(List.of(record));
                        });
                    }
                }
            } catch (ChannelFault fault) {
                aside.put(run.tools.causes().of(run.account.plugin(), fault));
            } catch (AccountRun.Unsaid e) {
                log.warn("Order {} of account {} could not be read", record.name(), run.account.id(), e.getCause());
                run.again(record, e, PATIENCE);
            }
        }
        return due.size() >= WANTED;
    }

    private boolean fetch(AccountRun run) throws AccountRun.Unsaid {
        for (int i = 0; i < PAGES; i++) {
            OrderPage page;
            try {
                page = run.call(
                        "orders",
                        (connector, context) -> connector.orders(context, run.connected(), run.held.position()));
            } catch (ChannelFault fault) {
                throw new AccountRun.Unsaid(fault);
            }
            if (page.cursor().length() > LONGEST_CURSOR || page.cursor().indexOf(0) >= 0) {
                throw new AccountRun.Unsaid(
                        new IllegalArgumentException("A cursor has 2,000 characters at most, and none of them is 0."));
            }
            takeAll(run, page.orders());
            run.tools
                    .transaction()
                    .executeWithoutResult(_ -> run.tools
                            .leases()
                            .fetched(
                                    run.held,
                                    page.cursor(),
                                    page.more() ? run.now() : run.now().plus(run.every())));
            if (!page.more()) {
                return false;
            }
        }
        return true;
    }

    private void takeAll(AccountRun run, List<ChannelOrder> orders) {
        List<String> settled = new ArrayList<>();
        Said said = said(run, orders);
        for (ChannelOrder order : orders) {
            if (take(run, order, said, cause -> aside(run, order.number(), cause))) {
                settled.add(Cause.storable(order.number(), LONGEST));
            }
        }
        run.tools.transaction().executeWithoutResult(_ -> {
            seen.keep(run.account.id(), said.now());
            seen.forgetOld(run.account.id());
            run.tools.ledger().settled(run.account.id(), settled);
        });
    }

    /**
     * What the channel says of orders.
     *
     * @param before what it said last, by number
     * @param now what it says of those that are taken over
     */
    private record Said(Map<String, SeenOrders.Digest> before, Map<String, SeenOrders.Digest> now) {}

    private Said said(AccountRun run, List<ChannelOrder> orders) {
        List<String> numbers = orders.stream()
                .filter(o -> o.order().isPresent())
                .map(ChannelOrder::number)
                .filter(n -> n.indexOf(0) < 0)
                .toList();
        return new Said(
                new HashMap<>(Objects.requireNonNull(
                        run.tools.transaction().execute(_ -> seen.of(run.account.id(), numbers)))),
                new HashMap<>());
    }

    /** @return true if nothing is left to be done for it */
    private boolean take(AccountRun run, ChannelOrder order, Said said, Aside aside) {
        try {
            if (order.fault().isPresent()) {
                aside.put(run.tools
                        .causes()
                        .of(run.account.plugin(), order.fault().get()));
                return false;
            }
            if (order.cancellation().isPresent()) {
                cancel(run, order.number(), order.cancellation().get());
            } else {
                place(run, order.order().orElseThrow(), said);
            }
            return true;
        } catch (ProblemException e) {
            if (e.code().kind() == Kind.TOO_MANY || e.code().kind() == Kind.UNAVAILABLE) {
                // ours, not the order's: the page is asked for again, with this one in it
                throw new AccountRun.Rest(
                        run.now().plus(AccountRun.rest(run.held.faults())),
                        run.tools.causes().of(e),
                        AccountState.ACTIVE);
            }
            aside.put(run.tools.causes().of(e));
            return false;
        } catch (RuntimeException e) {
            log.warn("Order {} of account {} could not be stored", order.number(), run.account.id(), e);
            aside.put(run.tools
                    .causes()
                    .of(ConnectorProblem.FAILED_AGAIN, e.getClass().getSimpleName()));
            return false;
        }
    }

    private void place(AccountRun run, OrderIntake.NewOrder order, Said said) {
        OrderDraft draft = order.draft();
        if (!draft.channel().equals(run.account.channelId())) {
            throw new ProblemException(ConnectorProblem.OTHER_CHANNEL, draft.externalId());
        }
        SeenOrders.Digest now = SeenOrders.Digest.of(run.account.id(), draft);
        SeenOrders.Digest before = said.before().get(draft.externalId());
        if (now.equals(before)) {
            run.known++; // cursors overlap: most of what comes twice is as it was
            return;
        }
        OrderIntake.Placed placed = intake.make().plugin(run.account.plugin()).place(order);
        if (placed.known()) {
            run.known++;
        } else {
            run.orders++;
        }
        if (placed.known() || !draft.refunds().isEmpty()) {
            SoldOrder.Changed changed = before == null
                    ? SoldOrder.Changed.NOTHING
                    : new SoldOrder.Changed(
                            !before.person().equals(now.person()),
                            !before.goods().equals(now.goods()));
            ChannelWork.recording(() -> updates.follow(placed.id(), sold(draft), changed, run.account.name()));
        }
        said.before().put(draft.externalId(), now);
        said.now().put(draft.externalId(), now);
    }

    private static SoldOrder sold(OrderDraft draft) {
        OrderIntake.Address to = draft.shipTo();
        return new SoldOrder(
                new PlaceOrder.Buyer(draft.buyerName(), draft.buyerPhone(), draft.buyerEmail()),
                to == null ? PlaceOrder.Address.NOWHERE : PlaceOrder.Address.of(to::part),
                draft.note(),
                SeenOrders.units(draft),
                payments(draft.payments()),
                payments(draft.refunds()));
    }

    private static List<PlaceOrder.Payment> payments(List<OrderDraft.Payment> given) {
        return given.stream()
                .map(p -> new PlaceOrder.Payment(p.method(), p.reference(), p.amount(), null))
                .toList();
    }

    private void cancel(AccountRun run, String number, String reason) {
        Optional<OrderOrigins.Origin> origin = origins.find(run.account.channelId(), number);
        run.known++;
        if (origin.isPresent() && origin.get().live()) {
            changes.cancel(origin.get().id(), reason);
        }
    }

    private static void aside(AccountRun run, Ledger.Entry record, Cause cause) {
        run.failed++;
        run.tools.transaction().executeWithoutResult(_ -> run.tools.ledger().failed(record, cause));
    }

    private static void aside(AccountRun run, String number, Cause cause) {
        run.failed++;
        String name = Cause.storable(number, LONGEST);
        run.tools
                .transaction()
                .executeWithoutResult(
                        _ -> run.tools.ledger().failed(run.account.id(), Ledger.Kind.ORDER, name, name, cause));
    }
}
