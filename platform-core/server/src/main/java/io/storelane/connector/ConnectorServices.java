package io.storelane.connector;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.plugin.PublishedService;
import io.storelane.plugin.api.channel.Account;
import io.storelane.plugin.api.channel.ConnectedAccounts;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.ReadyMarks;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/** What connectors are told of their accounts. */
@Configuration(proxyBeanMethods = false)
class ConnectorServices {

    private static final int LONGEST = 100;

    private record Of(
            String plugin,
            AccountRows rows,
            AccountSecrets secrets,
            Ledger ledger,
            ReadyMarks marks,
            TransactionTemplate transaction,
            Clock clock)
            implements ConnectedAccounts {

        @Override
        public List<Account> list() {
            List<AccountView> all = Objects.requireNonNull(transaction.execute(_ -> mine().toList()));
            return List.copyOf(secrets.open(all));
        }

        private Stream<AccountView> mine() {
            Reach reach = Access.current().require(Permission.ORDERS_MANAGE);
            return rows.all().stream()
                    .filter(a -> a.plugin().equals(plugin) && a.isActive() && reach.covers(a.orgPath()));
        }

        @Override
        public void changed(UUID account) {
            transaction.executeWithoutResult(_ -> {
                require(account);
                rows.hurry(account, clock.instant());
                marks.markAfterCommit(ChannelWork.QUEUE);
            });
        }

        @Override
        public void changed(UUID account, String number) {
            if (number.isEmpty() || number.length() > LONGEST) {
                throw new IllegalArgumentException(
                        "A number has 1 to " + LONGEST + " characters, not " + number.length() + ".");
            }
            if (number.indexOf(0) >= 0) {
                throw new IllegalArgumentException("A number has no character 0.");
            }
            transaction.executeWithoutResult(_ -> {
                require(account);
                ledger.want(
                        List.of(new Ledger.Wanted(account, Ledger.Kind.ORDER, number, number, "{}")), Duration.ZERO);
                marks.markAfterCommit(ChannelWork.QUEUE);
            });
        }

        private void require(UUID account) {
            if (mine().noneMatch(a -> a.id().equals(account))) {
                throw new ProblemException(ConnectorProblem.NOT_FOUND);
            }
        }
    }

    @Bean
    PublishedService<ConnectedAccounts> accountsService(
            AccountRows rows,
            AccountSecrets secrets,
            Ledger ledger,
            ReadyMarks marks,
            TransactionTemplate transactionTemplate,
            Clock clock) {
        return new PublishedService<>(
                "channels",
                ConnectedAccounts.class,
                Permission.ORDERS_MANAGE,
                plugin -> new Of(plugin, rows, secrets, ledger, marks, transactionTemplate, clock));
    }
}
