package io.storelane.connector;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.plugin.PluginConnectors;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Rounds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Goes round the tenants with accounts; a turn is one run of one account. */
@Component
class ChannelWork implements AutoCloseable {

    static final String QUEUE = "channel";

    private static final Logger log = LoggerFactory.getLogger(ChannelWork.class);
    private static final UUID NOBODY = new UUID(0, 0);
    private static final int WORKERS = 4;

    private static final Access RECORDING =
            new Access(NOBODY, false, may(Permission.ORDERS_MANAGE, Permission.PAYMENTS_MANAGE));

    /** What the server itself does for a connector: whoever connects an account agrees to it. */
    private static final Map<Permission, Reach> MAY =
            may(Permission.ORDERS_MANAGE, Permission.STOCK_VIEW, Permission.PRODUCTS_VIEW);

    private final Leases leases;
    private final AccountRows rows;
    private final PluginConnectors connectors;
    private final AccountRun.Tools tools;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Rounds rounds;

    ChannelWork(
            Leases leases,
            AccountRows rows,
            PluginConnectors connectors,
            AccountRun.Tools tools,
            TransactionTemplate transactionTemplate,
            Clock clock,
            ReadyMarks marks) {
        this.leases = leases;
        this.rows = rows;
        this.connectors = connectors;
        this.tools = tools;
        this.transaction = transactionTemplate;
        this.clock = clock;
        this.rounds = new Rounds(QUEUE, WORKERS, marks, this::turn);
    }

    /** @return when the tenant of the scope wants another turn */
    private Optional<Duration> turn() {
        leases.take(connectors.longest(1)).ifPresent(this::run);
        return leases.next()
                .map(next -> Duration.between(clock.instant(), next))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
    }

    private void run(Leases.Held held) {
        Optional<AccountView> account = Objects.requireNonNull(transaction.execute(_ -> rows.find(held.account())));
        if (account.isEmpty()) {
            return;
        }
        Actor self = new Actor(null, account.get().plugin(), held.account().toString(), "");
        try {
            self.call(() -> new Access(NOBODY, false, MAY).call(() -> {
                new AccountRun(tools, held, account.get()).run();
                return true;
            }));
        } catch (Leases.Lost _) {
            log.info("Account {} is not this server's to work on any more", held.account());
        } catch (RuntimeException e) {
            log.warn("A run of account {} ended early", held.account(), e);
            Instant later = clock.instant().plus(AccountRun.rest(held.faults()));
            leases.end(
                    held,
                    AccountState.ACTIVE,
                    tools.causes().of(ConnectorProblem.FAILED, e.getClass().getSimpleName()),
                    held.faults() + 1,
                    new RunCounts(0, 0, 0, 0, 0),
                    later);
        }
    }

    @Override
    public void close() {
        rounds.close();
    }

    /** Takes over what a channel says of an order's money, too. No code of a plugin runs in it. */
    static void recording(Runnable work) {
        RECORDING.call(() -> {
            work.run();
            return true;
        });
    }

    private static Map<Permission, Reach> may(Permission... permissions) {
        return Stream.of(permissions)
                .collect(Collectors.toMap(Function.identity(), _ -> Reach.of(Set.of(Access.ROOT_PATH))));
    }
}
