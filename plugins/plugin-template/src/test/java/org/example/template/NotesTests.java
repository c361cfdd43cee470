package org.example.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.plugin.testkit.PluginContractTests;
import io.storelane.plugin.testkit.Shop;
import io.storelane.plugin.testkit.TestServer;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NotesTests extends PluginContractTests {

    @Test
    void noteIsReadInItsOwnWorkspaceOnly() {
        Shop hill = TestServer.get().shop("Hill Coffee").enable();
        Shop lake = TestServer.get().shop("Lake Books").enable();

        assertThat(hill.post("/notes", Map.of("text", "Milk is out")).location())
                .endsWith(hill.path("/notes"));

        assertThat(hill.get("/notes").body()).contains("Milk is out");
        assertThat(lake.get("/notes").body()).doesNotContain("Milk is out");
    }

    @Test
    void emptyNoteIsRefusedInTheCallersLanguage() {
        Shop hill = TestServer.get().shop("Hill Coffee").enable();

        assertThat(hill.post("/notes", Map.of("text", " ")).body()).contains("Write something first.");
        assertThat(hill.owner()
                        .speaking("zh-CN")
                        .post(hill.path("/notes"), Map.of("text", ""))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void cancelledOrderLeavesANoteWhereItWasPlaced() {
        Shop hill = TestServer.get().shop("Hill Coffee").enable();
        Shop lake = TestServer.get().shop("Lake Books").enable();

        hill.happened("order.cancelled", "order", UUID.randomUUID(), "{\"number\": \"A-1001\"}");

        assertThat(hill.getUntil("/notes", "Cancelled: A-1001").body()).containsOnlyOnce("Cancelled: A-1001");
        assertThat(lake.get("/notes").body()).doesNotContain("A-1001");
    }
}
