package io.storelane.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storelane.plugin.api.AuditTrail;
import io.storelane.plugin.api.MenuPages;
import io.storelane.plugin.tool.HostPackages;
import io.storelane.plugin.tool.HostServices;
import io.storelane.support.ServerTests;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What the verifier says there is for plugins, and what this server has. */
class PluginServicesTests extends ServerTests {

    private final ApplicationContext context;

    @Autowired
    PluginServicesTests(ApplicationContext context) {
        this.context = context;
    }

    @Test
    void allServicesThatTheVerifierKnowsAreHandedOut() {
        assertThat(context.getBean(PluginContexts.class).serviceNames())
                .containsExactlyInAnyOrderElementsOf(HostServices.all().keySet());
    }

    @Test
    void aServiceThatTheVerifierDoesNotKnowIsNone() {
        assertThatThrownBy(() -> new PublishedService<>("trail", AuditTrail.class, null, _ -> (a, t, l, v) -> {}))
                .hasMessageContaining("uses.txt");
        assertThatThrownBy(() -> new PublishedService<>("audit", MenuPages.class, null, _ -> List::of))
                .hasMessageContaining("uses.txt");
    }

    @Test
    void allPackagesThatTheVerifierShowsAreSeen() throws Exception {
        try (Fence fence =
                new Fence("none", java.nio.file.Path.of("none.jar"), getClass().getClassLoader(), List.of())) {
            assertThat(fence.loadClass(MenuPages.class.getName())).isSameAs(MenuPages.class);
            assertThat(HostPackages.visible(Fence.class.getName())).isFalse();
            assertThatThrownBy(() -> fence.loadClass(Fence.class.getName())).isInstanceOf(ClassNotFoundException.class);
            assertThatThrownBy(() -> fence.loadClass("org.springframework.boot.SpringApplication"))
                    .isInstanceOf(ClassNotFoundException.class);
            assertThat(fence.getParent()).isSameAs(ClassLoader.getPlatformClassLoader());
        }
    }
}
