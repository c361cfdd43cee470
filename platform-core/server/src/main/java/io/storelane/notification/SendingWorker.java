package io.storelane.notification;

import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Rounds;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;

/** Brings what waits to the ways of plugins: goes round the tenants, a few messages of each at a time. */
@Service
class SendingWorker implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SendingWorker.class);
    private static final int PER_TURN = 10;

    private static final Duration LEAST_LEASE = Duration.ofMinutes(1);

    private static final NoticeWays.Result GONE = new NoticeWays.Result(NoticeWays.Outcome.GONE, "");

    /** After these nobody asks the same way again at once: whoever waits for it keeps all other tenants waiting. */
    private static final Set<NoticeWays.Outcome> HOLDING_UP =
            EnumSet.of(NoticeWays.Outcome.AWAY, NoticeWays.Outcome.SLOW);

    private final Sendings sendings;
    private final ObjectProvider<NoticeWays> ways;
    private final Clock clock;
    private final Rounds rounds;

    SendingWorker(Sendings sendings, ObjectProvider<NoticeWays> ways, Clock clock, ReadyMarks ready) {
        this.sendings = sendings;
        this.ways = ways;
        this.clock = clock;
        this.rounds = new Rounds(SendingQueue.QUEUE, 2, ready, this::turn);
    }

    private Optional<Duration> turn() {
        List<Sendings.Taken> taken = sendings.claim(PER_TURN, lease());
        Set<String> heldUp = new HashSet<>();
        for (int i = 0; i < taken.size(); i++) {
            Sendings.Taken one = taken.get(i);
            if (!heldUp.contains(one.way())) {
                NoticeWays.Result result = result(one);
                sendings.settle(one, result);
                if (HOLDING_UP.contains(result.outcome())) {
                    heldUp.add(one.way());
                    sendings.putOff(one, taken.subList(i + 1, taken.size()), result);
                }
            }
        }
        return taken.size() == PER_TURN
                ? Optional.of(Duration.ZERO)
                : sendings.nextDue().map(due -> Duration.between(clock.instant(), due));
    }

    /** Longer than a turn takes whose messages are all late. */
    private Duration lease() {
        return ways.stream()
                .map(some -> some.longest(PER_TURN))
                .max(Comparator.naturalOrder())
                .orElse(LEAST_LEASE);
    }

    private NoticeWays.Result result(Sendings.Taken one) {
        NoticeWays.Message message = one.message();
        if (message == null) {
            return GONE;
        }
        NoticeWays.Result result = GONE;
        for (NoticeWays some : ways.stream().toList()) {
            result = some.send(one.way(), message);
            if (result.outcome() != NoticeWays.Outcome.GONE) {
                break;
            }
        }
        if (result.outcome() == NoticeWays.Outcome.AGAIN || result.outcome() == NoticeWays.Outcome.SLOW) {
            log.warn("Message {} was not sent by {} at try {}", one.id(), one.way(), one.attempts());
        }
        return result;
    }

    @Override
    public void close() {
        rounds.close();
    }
}
