package io.storelane.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.support.SecondServer;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.SteadyLoad;
import io.storelane.support.SteadyLoad.Answer;
import io.storelane.support.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/**
 * A workspace that sends twenty times its share is turned away and told when to come again, and the others do not feel it. The share
 * is what a server grants each workspace where nobody has set another: so many requests a second for ever, and a burst after a rest.
 * The noise lasts for a minute with {@code --long}, else for a few seconds.
 */
@Isolated
class NoisyTenantTests extends ServerTests {

    private static final int SHARE = 50;
    private static final int BURST = 200;
    private static final int NOISE = 20 * SHARE;
    private static final int OTHERS = 4;

    /** Orders a second that each of the others sends: a fifth of its share. */
    private static final int PACE = 10;

    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final Duration QUIET = Duration.ofSeconds(4);
    private static final Duration NOISY = Duration.ofSeconds(Boolean.getBoolean("storelane.long") ? 60 : 8);

    /** The machine may do something else for a moment, which is nobody's noise: of so many measurements one has to do. */
    private static final int TRIES = 3;

    @Autowired
    ApplicationContext context;

    private final List<Caller> others = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // set before each test
    private Caller noisy;

    /** Somebody who sends orders, each for one unit of which there are enough. */
    private record Caller(String token, UUID channel) {

        SteadyLoad orders(SecondServer server, int perSecond) {
            return new SteadyLoad(server.address() + "/api/v1/orders", token, perSecond, """
                    {"channelId": "%s", "buyer": {"name": "Wang Fang"}, "lines": [{"sku": "CUP", "quantity": 1}]}""".formatted(channel));
        }
    }

    @BeforeEach
    void shops() {
        noisy = shop();
        for (int i = 0; i < OTHERS; i++) {
            others.add(shop());
        }
    }

    private Caller shop() {
        Stage stage = new Stage(context);
        Workspace workspace = stage.shop();
        Shop shop = new Shop(context, stage, workspace);
        shop.stock(shop.goods("CUP", 1_000), shop.location("A", "", 1), 1_000_000);
        return new Caller(
                stage.key(workspace.owner(), workspace, stage.top(workspace), java.util.Set.of())
                        .token(),
                shop.channel("web"));
    }

    /** How long the others waited while all was quiet, and while one made noise. */
    private record Waits(Duration quiet, Duration noisy) {

        boolean grewByLessThanHalf() {
            return noisy.toNanos() < quiet.toNanos() * 1.5;
        }
    }

    @Test
    void theOthersDoNotFeelOneThatSendsTwentyTimesItsShare() throws Exception {
        try (SecondServer server =
                SecondServer.start(Map.of("STORELANE_RATE_TENANT_PER_SECOND", Integer.toString(SHARE)))) {
            others(server, WARM_UP.dividedBy(2));
            withNoise(server, WARM_UP.dividedBy(2));
            List<Waits> measured = new ArrayList<>();
            do {
                measured.add(measure(server));
            } while (!measured.getLast().grewByLessThanHalf() && measured.size() < TRIES);
            System.out.println("95 of 100 orders of the others took at most: " + measured);
            assertThat(measured).anyMatch(Waits::grewByLessThanHalf);
        }
    }

    /** The quiet lies on both sides of the noise, so that what the machine does besides is in both. */
    private Waits measure(SecondServer server) {
        List<Answer> quiet = new ArrayList<>(others(server, QUIET));
        List<Answer> during = withNoise(server, NOISY);
        quiet.addAll(others(server, QUIET));
        return new Waits(p95(quiet), p95(during));
    }

    private List<Answer> withNoise(SecondServer server, Duration time) {
        SteadyLoad noise = noisy.orders(server, NOISE).begin();
        List<Answer> ofOthers = others(server, time);
        List<Answer> answers = noise.end();

        assertThat(answers.size()).as("noise that was made").isGreaterThan((int) (NOISE * time.toSeconds() * 0.8));
        List<Answer> refused = answers.stream().filter(a -> a.status() == 429).toList();
        long accepted = answers.stream().filter(a -> a.status() == 201).count();
        assertThat(answers).allSatisfy(a -> assertThat(a.status()).isIn(201, 429));
        assertThat(refused)
                .allSatisfy(a -> assertThat(Integer.parseInt(a.retryAfter())).isPositive());
        assertThat(accepted)
                .as("no more than the share, and no less")
                .isBetween(SHARE * time.toSeconds() * 8 / 10, BURST + SHARE * (time.toSeconds() + 2));
        return ofOthers;
    }

    private List<Answer> others(SecondServer server, Duration time) {
        List<SteadyLoad> loads =
                others.stream().map(o -> o.orders(server, PACE).begin()).toList();
        SteadyLoad.sleep(time);
        List<Answer> answers = loads.stream().flatMap(l -> l.end().stream()).toList();
        assertThat(answers).allSatisfy(a -> assertThat(a.status()).isEqualTo(201));
        return answers;
    }

    private static Duration p95(List<Answer> answers) {
        return answers.stream().map(Answer::took).sorted().toList().get(answers.size() * 95 / 100);
    }
}
