package io.storelane.connector;

import io.storelane.plugin.PluginConnectors;
import io.storelane.plugin.api.channel.ChannelFault;
import io.storelane.plugin.api.channel.ConnectorForm;
import io.storelane.problem.Kind;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One run of one account: orders that are wanted, new orders, parcels, stock. It ends early when the channel wants its rest, and is short
 * enough that others have their turn.
 */
final class AccountRun {

    private static final Logger log = LoggerFactory.getLogger(AccountRun.class);
    private static final Duration SHORTEST = Duration.ofSeconds(30);
    private static final Duration FIRST_REST = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 6;

    /** What a run works with. */
    @Component
    record Tools(
            Leases leases,
            Ledger ledger,
            Causes causes,
            PluginConnectors connectors,
            AccountSecrets secrets,
            OrdersIn ordersIn,
            StockOut stockOut,
            ShipmentsOut shipmentsOut,
            Database database,
            TransactionTemplate transaction,
            Clock clock) {}

    /** The channel wants no more calls for now. */
    static final class Rest extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Instant until;
        private final transient Cause cause;
        private final AccountState state;

        Rest(Instant until, Cause cause, AccountState state) {
            this.until = until;
            this.cause = cause;
            this.state = state;
        }
    }

    /** A call that failed in a way that nobody has words for. */
    static final class Unsaid extends Exception {

        private static final long serialVersionUID = 1L;

        Unsaid(Throwable cause) {
            super(cause);
        }

        String name() {
            Throwable cause = getCause();
            return cause instanceof ProblemException p
                    ? p.code().name()
                    : String.valueOf(cause == null ? null : cause.getClass().getSimpleName());
        }
    }

    final Tools tools;
    final Leases.Held held;
    final AccountView account;
    private final Connected connected;
    private Optional<ConnectorForm> form = Optional.empty();

    int orders;
    int known;
    int failed;
    int stock;
    int shipments;

    AccountRun(Tools tools, Leases.Held held, AccountView account) {
        this.tools = tools;
        this.held = held;
        this.account = account;
        this.connected = tools.secrets().open(account);
    }

    /** How long an account rests after so many faults one after the other. */
    static Duration rest(int faults) {
        return FIRST_REST.multipliedBy(1L << Math.min(faults, MOST_DOUBLINGS));
    }

    ConnectorForm form() {
        return form.orElseThrow();
    }

    boolean does(ConnectorForm.Feature feature) {
        return form().features().contains(feature);
    }

    void run() {
        form = tools.connectors().offer(account.plugin()).map(PluginConnectors.Offer::form);
        if (form.isEmpty()) {
            // switched off, or away for an upgrade: all waits for it
            end(
                    AccountState.ACTIVE,
                    tools.causes().of(ConnectorProblem.NO_CONNECTOR, account.plugin()),
                    held.faults(),
                    now().plus(SHORTEST));
            return;
        }
        try {
            boolean more = tools.ordersIn().work(this);
            more |= tools.shipmentsOut().work(this);
            more |= tools.stockOut().work(this);
            end(AccountState.ACTIVE, Cause.NONE, 0, more ? now() : next());
        } catch (Rest rest) {
            end(
                    rest.state,
                    rest.cause,
                    rest.state == AccountState.BROKEN ? held.faults() + 1 : held.faults(),
                    rest.until);
        } catch (Unsaid e) {
            log.warn("Connector of plugin {} failed for account {}", account.plugin(), account.id(), e.getCause());
            Cause cause = e.getCause() instanceof ProblemException problem
                    ? tools.causes().of(problem)
                    : tools.causes().of(ConnectorProblem.FAILED, e.name());
            end(AccountState.ACTIVE, cause, held.faults() + 1, now().plus(rest(held.faults())));
        }
    }

    private void end(AccountState state, Cause cause, int faults, Instant next) {
        tools.leases().end(held, state, cause, faults, new RunCounts(orders, known, failed, stock, shipments), next);
    }

    private Instant next() {
        return java.util.Objects.requireNonNull(tools.transaction()
                .execute(_ -> Stream.of(
                                Optional.of(held.walkAt()).filter(_ -> does(ConnectorForm.Feature.STOCK)),
                                Optional.of(held.fetchAt()).filter(_ -> does(ConnectorForm.Feature.ORDERS)),
                                tools.ledger().next(account.id()))
                        .flatMap(Optional::stream)
                        .min(Instant::compareTo)
                        .orElse(now().plus(every()))));
    }

    Duration every() {
        Duration wanted = form().every();
        return wanted.compareTo(SHORTEST) < 0 ? SHORTEST : wanted;
    }

    Instant now() {
        return tools.clock().instant();
    }

    Connected connected() {
        return connected;
    }

    /**
     * Calls the connector.
     *
     * @throws ChannelFault if the channel refuses this one thing
     * @throws Rest if the account has to rest
     * @throws Unsaid if nobody knows what happened
     */
    <T> T call(String trace, PluginConnectors.Work<T> work) throws ChannelFault, Unsaid {
        tools.leases()
                .call(held, form().callsAMinute(), tools.connectors().longest(1))
                .ifPresent(until -> {
                    throw new Rest(until, Cause.NONE, AccountState.ACTIVE);
                });
        try {
            return tools.connectors().call(account.plugin(), account.id() + "/" + trace, work);
        } catch (ChannelFault fault) {
            Cause cause = tools.causes().of(account.plugin(), fault);
            switch (fault.kind()) {
                case CREDENTIALS -> throw new Rest(now(), cause, AccountState.BROKEN);
                case LATER -> throw new Rest(now().plus(fault.restFor()), cause, AccountState.ACTIVE);
                case REFUSED -> throw fault;
            }
            throw new Unsaid(fault);
        } catch (ProblemException e) {
            if (e.code().kind() == Kind.TOO_MANY || e.code().kind() == Kind.UNAVAILABLE) {
                throw new Rest(now().plus(rest(held.faults())), tools.causes().of(e), AccountState.ACTIVE);
            }
            throw new Unsaid(e);
        } catch (Exception | LinkageError e) {
            throw new Unsaid(e);
        }
    }
}
