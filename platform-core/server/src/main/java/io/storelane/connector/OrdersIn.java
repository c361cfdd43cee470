package io.storelane.connector;

import io.storelane.order.OrderChanges;
import io.storelane.order.OrderOrigins;
import io.storelane.plugin.PublishedService;
import io.storelane.plugin.api.OrderIntake;
import io.storelane.plugin.api.channel.ChannelFault;
import io.storelane.plugin.api.channel.ChannelOrder;
import io.storelane.plugin.api.channel.ConnectorForm;
import io.storelane.plugin.api.channel.OrderPage;
import io.storelane.problem.Kind;
import io.storelane.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
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
    private static final int LONGEST = 100;
    private static final int LONGEST_CURSOR = 2_000;

    private final PublishedService<OrderIntake> intake;
    private final OrderChanges changes;
    private final OrderOrigins origins;

    OrdersIn(PublishedService<OrderIntake> intake, OrderChanges changes, OrderOrigins origins) {
        this.intake = intake;
        this.changes = changes;
        this.origins = origins;
    }

    /** @return true if there is more to do at once */
    boolean work(AccountRun run) throws AccountRun.Unsaid {
        boolean more = wanted(run, false);
        more |= wanted(run, true);
        boolean due =
                run.does(ConnectorForm.Feature.ORDERS) && !run.held.fetchAt().isAfter(run.now());
        return (due && fetch(run)) || more;
    }

    /** Orders that a hint or a person has named. @param tried true for those that have failed before */
    private boolean wanted(AccountRun run, boolean tried) throws AccountRun.Unsaid {
        List<Ledger.Entry> due = java.util.Objects.requireNonNull(run.tools
                .transaction()
                .execute(_ -> run.tools.ledger().due(run.account.id(), Ledger.Kind.ORDER, tried, WANTED)));
        for (Ledger.Entry record : due) {
            try {
                Optional<ChannelOrder> found = run.call(
                        record.name(),
                        (connector, context) -> connector.order(context, run.connected(), record.name()));
                boolean settled = found.isEmpty() ? gone(run, record) : take(run, found.get());
                if (settled) {
                    run.tools
                            .transaction()
                            .executeWithoutResult(_ -> run.tools.ledger().done(List.of(record)));
                }
            } catch (ChannelFault fault) {
                aside(run, record.name(), run.tools.causes().of(run.account.plugin(), fault));
            } catch (AccountRun.Unsaid e) {
                again(run, record, e);
            }
        }
        return due.size() >= WANTED;
    }

    private static void again(AccountRun run, Ledger.Entry record, AccountRun.Unsaid e) {
        log.warn("Order {} of account {} could not be read", record.name(), run.account.id(), e.getCause());
        run.failed++;
        run.tools
                .transaction()
                .executeWithoutResult(_ -> run.tools
                        .ledger()
                        .again(record, run.tools.causes().of(ConnectorProblem.FAILED_AGAIN, e.name())));
    }

    private static boolean gone(AccountRun run, Ledger.Entry record) {
        aside(run, record.name(), run.tools.causes().of(ConnectorProblem.GONE, record.name()));
        return false;
    }

    private boolean fetch(AccountRun run) throws AccountRun.Unsaid {
        for (int i = 0; i < PAGES; i++) {
            OrderPage page;
            try {
                page = run.call(
                        "orders",
                        (connector, context) -> connector.orders(context, run.connected(), run.held.position()));
            } catch (ChannelFault fault) {
                throw new AccountRun.Rest(
                        run.now().plus(AccountRun.rest(run.held.faults())),
                        run.tools.causes().of(run.account.plugin(), fault),
                        AccountState.ACTIVE);
            }
            if (page.cursor().length() > LONGEST_CURSOR) {
                throw new AccountRun.Unsaid(new IllegalArgumentException("A cursor has 2,000 characters at most."));
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
        for (ChannelOrder order : orders) {
            if (take(run, order)) {
                settled.add(order.number());
            }
        }
        run.tools.transaction().executeWithoutResult(_ -> run.tools.ledger().settled(run.account.id(), settled));
    }

    /** @return true if nothing is left to be done for it */
    private boolean take(AccountRun run, ChannelOrder order) {
        try {
            if (order.fault().isPresent()) {
                aside(
                        run,
                        order.number(),
                        run.tools
                                .causes()
                                .of(run.account.plugin(), order.fault().get()));
                return false;
            }
            if (order.cancellation().isPresent()) {
                cancel(run, order.number(), order.cancellation().get());
            } else {
                place(run, order.order().orElseThrow());
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
            aside(run, order.number(), run.tools.causes().of(e));
            return false;
        } catch (RuntimeException e) {
            log.warn("Order {} of account {} could not be stored", order.number(), run.account.id(), e);
            aside(
                    run,
                    order.number(),
                    run.tools
                            .causes()
                            .of(ConnectorProblem.FAILED_AGAIN, e.getClass().getSimpleName()));
            return false;
        }
    }

    private void place(AccountRun run, OrderIntake.NewOrder order) {
        if (!order.draft().channel().equals(run.account.channelId())) {
            throw new ProblemException(
                    ConnectorProblem.OTHER_CHANNEL, order.draft().externalId());
        }
        OrderIntake.Placed placed = intake.make().plugin(run.account.plugin()).place(order);
        if (placed.known()) {
            run.known++;
        } else {
            run.orders++;
        }
    }

    private void cancel(AccountRun run, String number, String reason) {
        Optional<OrderOrigins.Origin> origin = origins.find(run.account.channelId(), number);
        run.known++;
        if (origin.isPresent() && origin.get().live()) {
            changes.cancel(origin.get().id(), reason);
        }
    }

    private static void aside(AccountRun run, String number, Cause cause) {
        run.failed++;
        String name = number.substring(0, Math.min(number.length(), LONGEST));
        run.tools
                .transaction()
                .executeWithoutResult(
                        _ -> run.tools.ledger().failed(run.account.id(), Ledger.Kind.ORDER, name, name, cause));
    }
}
