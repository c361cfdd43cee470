package io.storelane.connector;

import io.storelane.plugin.PluginConnectors;
import io.storelane.plugin.PluginProblem;
import io.storelane.plugin.api.channel.ChannelFault;
import io.storelane.plugin.api.channel.ConnectorForm;
import io.storelane.problem.Kind;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
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

    private final Answers answers = new Answers();

    int orders;
    int known;
    int failed;
    int stock;
    int shipments;

    /** A part of a run. */
    @FunctionalInterface
    private interface Part {
        /** @return true if there is more to do at once */
        boolean work(AccountRun run) throws Unsaid;
    }

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
            boolean more = work();
            // a run that had nobody to ask says nothing of an account that failed before
            boolean quiet = answers.isQuiet() && held.faults() > 0;
            end(
                    AccountState.ACTIVE,
                    quiet ? account.reason() : Cause.NONE,
                    quiet ? held.faults() : 0,
                    more ? now() : next());
        } catch (Rest rest) {
            end(
                    rest.state,
                    rest.cause,
                    rest.state == AccountState.BROKEN ? held.faults() + 1 : held.faults(),
                    rest.until);
        } catch (Unsaid e) {
            log.warn("Connector of plugin {} failed for account {}", account.plugin(), account.id(), e.getCause());
            end(AccountState.ACTIVE, cause(e), held.faults() + 1, now().plus(rest(held.faults())));
        }
    }

    /** Each part has its turn, whatever becomes of the others, unless nobody answers at all. */
    private boolean work() throws Unsaid {
        boolean more = false;
        Unsaid first = null;
        for (Part part : List.<Part>of(tools.ordersIn()::work, tools.shipmentsOut()::work, tools.stockOut()::work)) {
            Unsaid thrown = null;
            answers.begin();
            try {
                more |= part.work(this);
            } catch (Unsaid e) {
                thrown = e;
            }
            Unsaid silence = answers.end();
            first = Stream.of(first, thrown, silence)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
            if (answers.isAway()) {
                break;
            }
        }
        first = first == null ? answers.nobody() : first;
        if (first != null) {
            throw first;
        }
        return more;
    }

    private Cause cause(Unsaid e) {
        return switch (e.getCause()) {
            case ChannelFault fault -> tools.causes().of(account.plugin(), fault);
            case ProblemException problem -> tools.causes().of(problem);
            case null, default -> tools.causes().of(ConnectorProblem.FAILED, e.name());
        };
    }

    /**
     * A record whose call failed is tried again later.
     *
     * @param patience calls without an answer one after the other, after which there is no sense in more of them now
     * @throws Unsaid if there is none
     */
    void again(Ledger.Entry record, Unsaid e, int patience) throws Unsaid {
        failed++;
        Cause cause = tools.causes().of(ConnectorProblem.FAILED_AGAIN, e.name());
        boolean often = Objects.requireNonNull(
                tools.transaction().execute(_ -> tools.ledger().again(record, cause)));
        if (often) {
            answers.doubt(record, cause);
        }
        bear(e, patience);
    }

    /** Goes on, unless so many calls one after the other had no answer. */
    void bear(Unsaid e, int patience) throws Unsaid {
        if (answers.silent() >= patience) {
            throw e;
        }
    }

    private void handOver() {
        List<Answers.Doubtful> records = answers.forPeople();
        if (!records.isEmpty()) {
            tools.transaction()
                    .executeWithoutResult(
                            _ -> records.forEach(d -> tools.ledger().failed(d.record(), d.cause())));
        }
    }

    private void end(AccountState state, Cause cause, int faults, Instant next) {
        handOver();
        tools.leases().end(held, state, cause, faults, new RunCounts(orders, known, failed, stock, shipments), next);
    }

    private Instant next() {
        return Objects.requireNonNull(tools.transaction()
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
            T answer = tools.connectors().call(account.plugin(), account.id() + "/" + trace, work);
            answers.answered();
            return answer;
        } catch (ChannelFault fault) {
            Cause cause = tools.causes().of(account.plugin(), fault);
            switch (fault.kind()) {
                case CREDENTIALS -> throw new Rest(now(), cause, AccountState.BROKEN);
                case LATER -> throw new Rest(now().plus(fault.restFor()), cause, AccountState.ACTIVE);
                case REFUSED -> {
                    answers.answered();
                    throw fault;
                }
            }
            throw answers.unanswered(fault);
        } catch (ProblemException e) {
            // one that is slow may be slow for ever: it counts, so that others come before it
            if (e.code() != PluginProblem.SLOW
                    && (e.code().kind() == Kind.TOO_MANY || e.code().kind() == Kind.UNAVAILABLE)) {
                throw new Rest(now().plus(rest(held.faults())), tools.causes().of(e), AccountState.ACTIVE);
            }
            throw answers.unanswered(e);
        } catch (Exception | LinkageError e) {
            throw answers.unanswered(e);
        }
    }
}
