package io.storelane.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.access.Permission;
import io.storelane.notification.Notice;
import io.storelane.notification.NoticeKind;
import io.storelane.notification.Notices;
import io.storelane.support.Browser;
import io.storelane.support.PluginJar;
import io.storelane.support.SecondServer;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.support.Workspace;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Scope;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** A server that is killed while a plugin works for it: another one does the rest, nothing is lost, nothing done is done again. */
@Isolated
class PluginKillTests extends ServerTests {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration OFTEN = Duration.ofMillis(50);
    private static final NoticeKind HELD =
            new NoticeKind("order.held", Permission.ORDERS_MANAGE, "/orders?view=held", "alert-triangle", false);

    private final ApplicationContext context;
    private final Stage stage;
    private final Workspace shop;
    private final ReadyMarks marks;

    @Autowired
    PluginKillTests(ApplicationContext context, ReadyMarks marks) {
        this.context = context;
        this.marks = marks;
        stage = new Stage(context);
        shop = stage.shop();
    }

    @AfterEach
    void remove() {
        PluginJar.remove("points");
        PluginJar.remove("mirror");
    }

    private String page(String path) {
        return "/w/" + shop.slug() + path;
    }

    private List<String> ours(String sql) {
        return Stage.all(sql, shop.tenant().value()).stream()
                .map(String::valueOf)
                .toList();
    }

    private List<String> carried() {
        return ours("select holder from plugin_points.point where tenant_id = ? and holder like 'pigeon %' order by 1");
    }

    private void due() {
        Stage.all(
                "update core.notification_sending set next_at = now() where tenant_id = ? returning 1",
                shop.tenant().value());
    }

    @Test
    void aMessageThatWasBeingSentIsSentByAnother() throws Exception {
        PluginJar.points("1.0.0").installAnew();
        Browser ming = stage.browser(shop.owner());
        ming.post(page("/plugins/points/enable"), Map.of());
        assertThat(ming.post(
                                page("/notifications/settings"),
                                Map.of("product", "order.held", "way", "order.held points/pigeon"))
                        .status())
                .isEqualTo(302);
        try (SecondServer second = SecondServer.start();
                Connection holder = TestStack.get().admin()) {
            holder.setAutoCommit(false);
            try (PreparedStatement lock = holder.prepareStatement("lock table plugin_points.point in share mode")) {
                lock.execute();
            }
            Browser there = stage.signIn(new Browser(second.address()), shop.owner());
            StoppedPlugin.meanwhile(context, "points", () -> {
                told("O-1");
                Awaitility.await().atMost(SOON).pollInterval(OFTEN).until(() -> {
                    due();
                    there.post(page("/plugins/points/resend"), Map.of()); // it looks there, before this one does
                    return second.waits();
                });
                assertThat(carried()).as("it is in the middle of it").isEmpty();
                assertThat(ours("select state from core.notification_sending where tenant_id = ?"))
                        .containsExactly("waiting");
                second.kill();
            });
            second.awaitGone();
            holder.rollback();
        }
        // nobody waits here until the dead server's lease is over
        due();
        marks.mark(shop.tenant(), "sending", Duration.ZERO);
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(ours("select state from core.notification_sending where tenant_id = ?"))
                        .isEmpty());
        assertThat(carried()).hasSize(1).first().asString().contains("O-1");
    }

    private void told(String number) {
        Notice notice = Notice.at(null, HELD, "/orders/" + number, null, number);
        Scope.tenant(shop.tenant())
                .run(() -> context.getBean(TransactionTemplate.class)
                        .executeWithoutResult(
                                _ -> context.getBean(Notices.class).tell(List.of(notice))));
    }

    @Test
    void aJobGoesOnBehindWhatItHasDone() throws Exception {
        PluginJar.mirror("1.0.0").installAnew();
        Browser ming = stage.browser(shop.owner());
        ming.post(page("/plugins/mirror/enable"), Map.of());
        UUID job;
        List<String> before;
        try (SecondServer second = SecondServer.start();
                Connection holder = TestStack.get().admin()) {
            holder.setAutoCommit(false);
            try (PreparedStatement same = holder.prepareStatement(
                    "insert into plugin_mirror.seen (tenant_id, id, kind, name, version) values (?, ?, 'held', 'held', 0)")) {
                same.setObject(1, shop.tenant().value());
                same.setObject(2, UUID.nameUUIDFromBytes("three".getBytes(StandardCharsets.UTF_8)));
                same.execute();
            }
            Browser there = stage.signIn(new Browser(second.address()), shop.owner());
            job = UUID.fromString(there.post(page("/p/mirror/jobs"), Map.of("labels", "one,two,three,four,five"))
                    .body());
            Awaitility.await().atMost(SOON).pollInterval(OFTEN).until(second::waits);
            second.kill();
            second.awaitGone();
            holder.rollback();
            before = done();
        }
        assertThat(before).hasSize(2).allMatch(row -> row.startsWith("one") || row.startsWith("two"));
        assertThat(Stage.<String>one("select state from core.job where id = ?", job))
                .isNotEqualTo("done");
        Stage.all("update core.job set lease_until = now() where id = ? returning 1", job);
        marks.repair();
        Awaitility.await()
                .atMost(SOON)
                .until(() -> "done".equals(Stage.<String>one("select state from core.job where id = ?", job)));
        assertThat(Stage.<String>one("select done || ' ' || failed from core.job where id = ?", job))
                .isEqualTo("5 0");
        assertThat(done()).hasSize(5).as("what was done is not written again").containsAll(before);
    }

    /** What the job has seen, with the transaction that wrote it. */
    private List<String> done() {
        return ours(
                "select name || ' ' || xmin from plugin_mirror.seen where tenant_id = ? and kind = 'job' order by 1");
    }
}
