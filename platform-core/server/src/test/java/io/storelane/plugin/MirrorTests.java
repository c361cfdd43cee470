package io.storelane.plugin;

import io.storelane.support.Browser;
import io.storelane.support.PluginJar;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.context.ApplicationContext;

/** Two workspaces that use the plugin {@code mirror}, which shows what its services give it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock("plugins")
abstract class MirrorTests extends ServerTests {

    final ApplicationContext context;
    final Stage stage;
    final Workspace shop;
    final Workspace other;
    final Browser ming;
    final Browser theirs;

    MirrorTests(ApplicationContext context) {
        this.context = context;
        stage = new Stage(context);
        shop = stage.shop();
        other = stage.shop();
        ming = stage.browser(shop.owner());
        theirs = stage.browser(other.owner());
    }

    @BeforeAll
    void install() {
        PluginJar.mirror("1.0.0").installAnew();
        ming.post("/w/" + shop.slug() + "/plugins/mirror/enable", Map.of());
        theirs.post("/w/" + other.slug() + "/plugins/mirror/enable", Map.of());
    }

    @AfterAll
    void remove() {
        PluginJar.remove("mirror");
    }

    String page(String path) {
        return "/w/" + shop.slug() + "/p/mirror" + path;
    }

    String theirPage(String path) {
        return "/w/" + other.slug() + "/p/mirror" + path;
    }
}
