package io.storelane.order;

import io.storelane.inventory.Reservations;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Rounds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives units back that orders hold and that were not paid in time. Each order is a transaction of its own, under its lock: so a
 * payment comes before or after, and two servers that look at once do it once.
 */
@Component
class OrderExpiry implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OrderExpiry.class);
    private static final String QUEUE = "expiry";
    private static final int CHUNK = 100;
    private static final Duration TURN = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final Reservations reservations;
    private final OrderStock stock;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Rounds rounds;

    OrderExpiry(
            Reservations reservations,
            OrderStock stock,
            TransactionTemplate transactionTemplate,
            Clock clock,
            ReadyMarks marks) {
        this.reservations = reservations;
        this.stock = stock;
        this.transaction = transactionTemplate;
        this.clock = clock;
        this.rounds = new Rounds(QUEUE, 1, marks, this::turn);
    }

    /** A turn of the tenant of the scope. @return when it wants another: when the next units are due */
    final Optional<Duration> turn() {
        Instant end = clock.instant().plus(TURN);
        boolean failed = false;
        for (UUID order : reservations.expired(CHUNK)) {
            if (!clock.instant().isBefore(end)) {
                return Optional.of(Duration.ZERO);
            }
            failed |= !expire(order);
        }
        Duration least = failed ? PAUSE : Duration.ZERO;
        return reservations
                .nextExpiry()
                .map(due -> Duration.between(clock.instant(), due))
                .map(wait -> wait.compareTo(least) < 0 ? least : wait);
    }

    private boolean expire(UUID order) {
        try {
            transaction.executeWithoutResult(_ -> stock.expire(order));
            return true;
        } catch (ConcurrencyFailureException e) {
            log.debug("Somebody works on order {}, its units go back with the next turn", order, e);
        } catch (RuntimeException e) {
            log.error("The units of order {} could not be given back", order, e);
        }
        return false;
    }

    @Override
    public void close() {
        rounds.close();
    }
}
