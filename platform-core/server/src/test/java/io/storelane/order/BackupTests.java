package io.storelane.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.storelane.event.EventConsumer;
import io.storelane.local.Backup;
import io.storelane.local.LocalFailure;
import io.storelane.support.OwnDatabase;
import io.storelane.support.SecondServer;
import io.storelane.support.ServerTests;
import io.storelane.support.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** A backup that is taken while orders come in, restored into another server: nothing is missing, and the work goes on. */
@Isolated
class BackupTests extends ServerTests {

    private static final Duration SOON = Duration.ofSeconds(30);

    @Autowired
    ApplicationContext context;

    @TempDir
    Path folder;

    @Test
    void whatIsRestoredHasAllOrdersAndANewOneReachesEveryConsumer() throws Exception {
        var clients = new OrderClients(context);
        Workspace shop = clients.workspace();
        Path target = folder.resolve("backup");
        AtomicReference<Set<String>> promised = new AtomicReference<>(Set.of());
        try (OwnDatabase database = OwnDatabase.start();
                SecondServer server = SecondServer.start(database.settings())) {
            database.take(shop);
            clients.round(
                    server.address(),
                    database::all,
                    () -> {
                        try (Backup backup = database.backup(target)) {
                            backup.copy();
                            promised.set(clients.acknowledged());
                            backup.end();
                        }
                    },
                    () -> {});
        }
        assertThat(promised.get()).hasSizeGreaterThan(50);

        try (OwnDatabase restored = OwnDatabase.restored(target)) {
            Object epoch = restored.all("select core.event_epoch()").getFirst();
            assertThat(epoch).isEqualTo(2);
            assertThat(numbers(restored, shop)).containsAll(promised.get());
            try (SecondServer server = SecondServer.start(restored.settings())) {
                String number = clients.oneMore(server.address());
                assertThat(numbers(restored, shop)).contains(number);
                Set<String> consumers = context.getBeansOfType(EventConsumer.class).values().stream()
                        .map(EventConsumer::name)
                        .collect(Collectors.toSet());
                await().atMost(SOON)
                        .untilAsserted(
                                () -> assertThat(restored.all("""
                                        select c.consumer from core.event_cursor c where c.tenant_id = ?
                                          and (c.epoch, c.xid, c.seq) >= (select e.epoch, e.xid, e.seq from core.event e
                                            where e.tenant_id = c.tenant_id and e.type = 'order.placed'
                                            order by e.epoch desc, e.xid desc, e.seq desc limit 1)""", shop.tenant().value()))
                                        .hasSameElementsAs(consumers));
                // nothing was passed over, and nothing was counted twice
                assertThat(restored.all(
                                "select sum(count)::bigint from core.usage_day where metric = 'order.placed' and tenant_id = ?",
                                shop.tenant().value()))
                        .isEqualTo(restored.all(
                                "select count(*) from core.sales_order where tenant_id = ?",
                                shop.tenant().value()));
                assertThat(restored.all(
                                "select count(*) from core.event_failure where tenant_id = ?",
                                shop.tenant().value()))
                        .containsExactly(0L);
            }
        }
        assertThat(target.resolve("home/secrets.properties")).exists();
        damagedOnesAreRefused(target);
    }

    private static void damagedOnesAreRefused(Path backup) throws Exception {
        Path control = backup.resolve("postgres/global/pg_control");
        byte[] bytes = Files.readAllBytes(control);
        bytes[0]++;
        Files.write(control, bytes);
        assertThatThrownBy(() -> OwnDatabase.restored(backup).close())
                .isInstanceOf(LocalFailure.class)
                .hasMessageContaining("pg_control");
        Files.delete(backup.resolve("SHA256SUMS"));
        assertThatThrownBy(() -> OwnDatabase.restored(backup).close())
                .isInstanceOf(LocalFailure.class)
                .hasMessageContaining("no complete backup");
    }

    private static Set<String> numbers(OwnDatabase database, Workspace shop) {
        return database
                .all(
                        "select external_id from core.sales_order where tenant_id = ?",
                        shop.tenant().value())
                .stream()
                .map(String::valueOf)
                .collect(Collectors.toSet());
    }
}
