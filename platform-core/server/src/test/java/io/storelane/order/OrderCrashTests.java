package io.storelane.order;

import io.storelane.support.OwnDatabase;
import io.storelane.support.SecondServer;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** A server, or its database, that is killed while orders come in: what was acknowledged is there, and nothing is there twice. */
@Isolated
class OrderCrashTests extends ServerTests {

    private static final int ROUNDS = Boolean.getBoolean("storelane.long") ? 50 : 5;

    @Autowired
    ApplicationContext context;

    @Test
    void aKilledServerLosesNothingAndARetryHasOneEffect() throws Exception {
        var clients = new OrderClients(context);
        var server = new AtomicReference<>(SecondServer.start());
        try {
            for (int round = 0; round < ROUNDS; round++) {
                clients.round(
                        server.get().address(),
                        Stage::all,
                        () -> {
                            server.get().kill();
                            server.get().awaitGone();
                        },
                        () -> server.set(server.get().again()));
            }
            clients.everythingAddsUp(Stage::all);
        } finally {
            server.get().close();
        }
    }

    @Test
    void aCrashedDatabaseLosesNothingAndTheServerGoesOnByItself() throws Exception {
        var clients = new OrderClients(context);
        try (OwnDatabase database = OwnDatabase.start();
                SecondServer server = SecondServer.start(database.settings())) {
            Assertions.assertThat(database.all("select setting from pg_settings"
                            + " where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'on'"))
                    .hasSize(3);
            database.take(clients.workspace());
            for (int round = 0; round < ROUNDS; round++) {
                clients.round(server.address(), database::all, database::crash, database::restart);
            }
            clients.everythingAddsUp(database::all);
            Assertions.assertThat(server.ready()).isTrue();
        }
    }
}
