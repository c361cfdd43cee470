package io.storelane.notification;

import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Rounds;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;

/** Brings what waits to the ways of plugins: goes round the tenants, a few messages of each at a time. */
@Service
class SendingWorker implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SendingWorker.class);
    private static final int PER_TURN = 10;

    /** Longer than a turn takes whose messages are all late. */
    private static final Duration LEASE = Duration.ofMinutes(3);

    private static final NoticeWays.Result GONE = new NoticeWays.Result(NoticeWays.Outcome.GONE, "");

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
        List<Sendings.Taken> taken = sendings.claim(PER_TURN, LEASE);
        for (Sendings.Taken one : taken) {
            sendings.settle(one, result(one));
        }
        return taken.size() == PER_TURN
                ? Optional.of(Duration.ZERO)
                : sendings.nextDue().map(due -> Duration.between(clock.instant(), due));
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
        if (result.outcome() == NoticeWays.Outcome.AGAIN) {
            log.warn("Message {} was not sent by {} at try {}", one.id(), one.way(), one.attempts());
        }
        return result;
    }

    @Override
    public void close() {
        rounds.close();
    }
}
