package io.storelane.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storelane.event.Events;
import io.storelane.event.NewEvent;
import io.storelane.support.Browser;
import io.storelane.support.Person;
import io.storelane.support.SecondServer;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.support.Workspace;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Scope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** A server process that is killed in the middle of its work: the other one does the rest, and nothing twice. */
@Isolated
class JobCrashTests extends ServerTests {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final Stage stage;
    private final ReadyMarks ready;
    private final Events events;
    private final TransactionTemplate transaction;

    @Autowired
    JobCrashTests(
            ApplicationContext context, ReadyMarks ready, Events events, TransactionTemplate transactionTemplate) {
        this.stage = new Stage(context);
        this.ready = ready;
        this.events = events;
        this.transaction = transactionTemplate;
    }

    @Test
    void aServerKilledInTheMiddleLosesNothingAndRepeatsNothing() throws Exception {
        Workspace shop = stage.shop();
        List<Person> leavers = Stream.generate(() -> stage.member(shop, "Leaver", "auditor", stage.top(shop)))
                .limit(5)
                .toList();
        List<Workspace> others = Stream.generate(stage::shop).limit(6).toList();
        try (SecondServer second = SecondServer.start()) {
            kill(second, shop, leavers, others);
        }
        UUID job = Stage.<UUID>one(
                "select id from core.job where tenant_id = ?", shop.tenant().value());
        // its time at the dead server is over
        Stage.all("update core.job set lease_until = now() where id = ?", job);
        ready.repair();
        await().atMost(SOON)
                .until(() -> "done".equals(Stage.<String>one("select state from core.job where id = ?", job)));
        assertThat(Stage.<Integer>one("select done from core.job where id = ?", job))
                .isEqualTo(5);
        assertThat(Stage.<Integer>one("select failed from core.job where id = ?", job))
                .isZero();
        assertThat(leavers)
                .allMatch(p -> Stage.<Long>one(
                                "select count(*) from core.event where type = 'member.removed' and aggregate_id = ?",
                                p.id())
                        == 1);
        for (Workspace other : others) {
            await().atMost(SOON).untilAsserted(() -> assertThat(counted(other)).isEqualTo(EVENTS));
        }
    }

    private static final int EVENTS = 400;

    /** Kills the server with an item of the job half done, while it takes events of others, too. */
    private void kill(SecondServer second, Workspace shop, List<Person> leavers, List<Workspace> others)
            throws Exception {
        Browser owner = stage.signIn(new Browser(second.address()), shop.owner());
        try (Connection holder = TestStack.get().admin();
                PreparedStatement lock =
                        holder.prepareStatement("select from platform.membership where user_id = ? for update")) {
            holder.setAutoCommit(false);
            lock.setObject(1, leavers.get(2).id());
            lock.execute();
            owner.post(
                    "/w/" + shop.slug() + "/members/remove",
                    Map.of("id", leavers.stream().map(p -> p.id().toString()).collect(Collectors.joining(","))));
            await().pollInterval(Duration.ofMillis(20)).atMost(SOON).until(second::waits);
            others.forEach(this::append);
            second.kill();
            holder.rollback();
        }
        second.awaitGone();
    }

    private void append(Workspace shop) {
        Scope.tenant(shop.tenant())
                .run(() -> IntStream.range(0, EVENTS / 50)
                        .forEach(_ -> transaction.executeWithoutResult(_ -> events.append(IntStream.range(0, 50)
                                .mapToObj(n -> new NewEvent(
                                        shop.tenant(),
                                        "probe.happened",
                                        "probe",
                                        Ids.next(),
                                        Map.of("n", n),
                                        Actor.system("test")))
                                .toList()))));
    }

    private static long counted(Workspace shop) {
        return Stage.<Number>one(
                        "select coalesce(sum(count), 0)::bigint from core.usage_day where tenant_id = ? and metric = 'probe.happened'",
                        shop.tenant().value())
                .longValue();
    }
}
