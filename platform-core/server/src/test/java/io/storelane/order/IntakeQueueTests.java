package io.storelane.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.channel.SellingChannel;
import io.storelane.order.IntakeQueue.Waiting;
import io.storelane.problem.ProblemException;
import io.storelane.support.Shop;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Waiting orders are taken in turn, have bounds, and are not written once somebody gave up. */
class IntakeQueueTests {

    private static final TenantId BUSY = new TenantId(new UUID(0, 1));
    private static final TenantId QUIET = new TenantId(new UUID(0, 2));

    private static Waiting order(TenantId tenant) {
        UUID id = Ids.next();
        SellingChannel channel = new SellingChannel(
                new UUID(1, 1), "web", "web", new UUID(1, 2), "/", "USD", true, true, Locale.ENGLISH);
        Draft draft = new Draft(
                tenant,
                id,
                id.toString(),
                Shop.order(channel.id(), "MUG", 1),
                channel,
                "USD",
                Instant.EPOCH,
                List.of(),
                new Draft.Amounts(0, 0, 0, 0, 0),
                List.of(),
                null,
                Actor.system("test"),
                io.storelane.inventory.Router.Preference.NONE);
        return new Waiting(draft, io.storelane.inventory.Routing.NONE);
    }

    @Test
    void aTenantWithManyOrdersDoesNotMakeTheOthersWait() throws InterruptedException {
        IntakeQueue queue = new IntakeQueue(100, 100);
        for (int i = 0; i < 50; i++) {
            assertThat(queue.offer(order(BUSY))).isTrue();
        }
        Waiting late = order(QUIET);
        assertThat(queue.offer(late)).isTrue();

        assertThat(queue.take(4)).contains(late).hasSize(4);
        assertThat(queue.size()).isEqualTo(47);
    }

    @Test
    void aFullQueueTakesNoMore() {
        IntakeQueue queue = new IntakeQueue(3, 2);
        assertThat(queue.offer(order(BUSY))).isTrue();
        assertThat(queue.offer(order(BUSY))).isTrue();
        assertThat(queue.offer(order(BUSY))).as("the tenant's share").isFalse();
        assertThat(queue.offer(order(QUIET))).isTrue();
        assertThat(queue.offer(order(QUIET))).as("the whole").isFalse();
    }

    @Test
    void whatWaitsTooLongIsRefusedAndNotTakenAndWhatWasTakenIsLeftAlone() throws InterruptedException {
        IntakeQueue queue = new IntakeQueue(10, 10);
        Waiting taken = order(BUSY);
        Waiting late = order(QUIET);
        queue.offer(taken);
        assertThat(queue.take(10)).containsExactly(taken);
        queue.offer(late);
        queue.giveUp(Duration.ofMinutes(1));
        assertThat(late.verdict()).isNotDone();
        queue.giveUp(Duration.ZERO);
        assertThat(late.verdict())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(OrderProblem.TOO_SLOW));
        assertThat(taken.verdict()).isNotDone();
        Waiting next = order(QUIET);
        queue.offer(next);
        assertThat(queue.take(10)).containsExactly(next);
    }

    @Test
    void aClosedQueueGivesWhatItHasAndThenNothing() throws InterruptedException {
        IntakeQueue queue = new IntakeQueue(10, 10);
        queue.offer(order(BUSY));
        queue.close();
        assertThat(queue.offer(order(BUSY))).isFalse();
        assertThat(queue.take(10)).hasSize(1);
        assertThat(queue.take(10)).isEmpty();
    }
}
