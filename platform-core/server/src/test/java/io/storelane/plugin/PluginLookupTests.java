package io.storelane.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.plugin.api.OrderPanel;
import io.storelane.support.PluginJar;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.Stamps;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What a page or an order pays to ask which plugins have something to say. */
@Isolated
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PluginLookupTests extends ServerTests {

    private static final int PLUGINS = 30;
    private static final int LOOKUPS = 5_000;
    private static final int BATCHES = 21;
    private static final double MOST_MICROS = 10;

    private final ApplicationContext context;
    private final Stage stage;
    private final Workspace shop;

    @Autowired
    PluginLookupTests(ApplicationContext context) {
        this.context = context;
        stage = new Stage(context);
        shop = stage.shop();
    }

    private static String id(int number) {
        return "lookup-" + number;
    }

    @BeforeAll
    void install() {
        PluginJar.loyalty("1.0.0").installAnew();
        var ming = stage.browser(shop.owner());
        ming.post("/w/" + shop.slug() + "/plugins/loyalty/enable", Map.of());
        for (int i = 1; i < PLUGINS; i++) {
            assertThat(PluginJar.empty(id(i), "1.0.0").install().statusCode()).isEqualTo(200);
            ming.post("/w/" + shop.slug() + "/plugins/" + id(i) + "/enable", Map.of());
        }
    }

    @AfterAll
    void remove() {
        PluginJar.remove("loyalty");
        IntStream.range(1, PLUGINS).forEach(i -> PluginJar.remove(id(i)));
    }

    @Test
    void amongThirtyThatAreEnabledItIsAMatterOfMicroseconds() {
        Plugins plugins = context.getBean(Plugins.class);
        Stamps stamps = context.getBean(Stamps.class);
        double[] micros = new double[BATCHES];
        long found = stage.as(
                shop.owner(),
                shop,
                () -> stamps.read(shop.tenant()).call(() -> {
                    long all = 0;
                    for (int batch = 0; batch < BATCHES; batch++) {
                        long begin = System.nanoTime();
                        for (int i = 0; i < LOOKUPS; i++) {
                            all += panels(plugins).size();
                        }
                        micros[batch] = (System.nanoTime() - begin) / 1e3 / LOOKUPS;
                    }
                    return all;
                }));
        assertThat(found).isEqualTo((long) BATCHES * LOOKUPS);
        double[] sorted = micros.clone();
        Arrays.sort(sorted);
        System.out.printf(
                "Extensions of %d plugins: %.2f us in the middle, %.2f to %.2f%n",
                PLUGINS, sorted[BATCHES / 2], sorted[0], sorted[BATCHES - 1]);
        assertThat(sorted[BATCHES / 2]).isLessThan(MOST_MICROS);
    }

    private static List<OrderPanel> panels(Plugins plugins) {
        return plugins.running().stream()
                .flatMap(plugin -> plugin.beans(OrderPanel.class).stream())
                .toList();
    }
}
