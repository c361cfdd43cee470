package io.storelane.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.support.Browser;
import io.storelane.support.Person;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.support.Workspace;
import io.storelane.tenancy.ReadyMarks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Files, jobs, notices and members, as plugins are handed them out. */
class PluginDeskTests extends MirrorTests {

    @Autowired
    PluginDeskTests(ApplicationContext context) {
        super(context);
    }

    // ---- files

    private long pieces() {
        return Stage.one(
                "select count(*) from core.file where tenant_id = ? and purpose = 'plugin.mirror'",
                shop.tenant().value());
    }

    @Test
    void filesAreKeptReadListedReplacedAndRemovedEachInItsWorkspace() {
        long before = pieces();
        assertThat(ming.post(page("/files"), Map.of("name", "a/one.txt", "text", "first"))
                        .body())
                .isEqualTo("a/one.txt|5");
        ming.post(page("/files"), Map.of("name", "a/one.txt", "text", "Grüße"));
        ming.post(page("/files"), Map.of("name", "a/two.txt", "text", ""));
        ming.post(page("/files"), Map.of("name", "a/three.txt", "text", "3"));
        assertThat(ming.get(page("/files/content?name=a/one.txt")).body()).isEqualTo("Grüße");
        assertThat(ming.get(page("/files/content?name=a/two.txt")).body()).isEmpty();
        assertThat(ming.get(page("/files?begin=a/")).body())
                .isEqualTo("a/one.txt|text/plain|7;a/three.txt|text/plain|1");
        assertThat(ming.get(page("/files?begin=a/&after=a/three.txt")).body()).isEqualTo("a/two.txt|text/plain|0");
        assertThat(pieces() - before)
                .as("what was replaced has gone, nothing has no piece")
                .isEqualTo(2);
        assertThat(theirs.get(theirPage("/files?begin=a/")).body()).isEmpty();
        assertThat(theirs.get(theirPage("/files/content?name=a/one.txt")).body())
                .isEqualTo("none");
        assertThat(theirs.post(theirPage("/files/remove"), Map.of("name", "a/one.txt"))
                        .body())
                .isEqualTo("false");
        for (String name : new String[] {"a/one.txt", "a/two.txt", "a/three.txt"}) {
            assertThat(ming.post(page("/files/remove"), Map.of("name", name)).body())
                    .isEqualTo("true");
        }
        assertThat(ming.get(page("/files?begin=a/")).body()).isEmpty();
        assertThat(pieces()).isEqualTo(before);
    }

    @Test
    void aFileOfATransactionThatFailsIsNotKept() {
        long before = pieces();
        assertThat(ming.post(page("/files"), Map.of("name", "b", "text", "late"))
                        .status())
                .isEqualTo(500);
        assertThat(ming.get(page("/files/content?name=b")).body()).isEqualTo("none");
        assertThat(pieces()).isEqualTo(before);
    }

    @Test
    void largeFilesGoInPiecesAndHaveLimits() {
        assertThat(ming.post(page("/files/large"), Map.of("size", "9000000")).body())
                .isEqualTo("9000000 bytes");
        assertThat(ming.get(page("/files/length?name=large")).body()).isEqualTo("9000000");
        var refused = ming.post(page("/files/large"), Map.of("size", "100000001"));
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.body()).contains("100 MB");
        assertThat(ming.get(page("/files/length?name=large")).body()).isEqualTo("9000000");
    }

    /** As two servers do that keep the first file of a name at the same moment: here one of them is the test. */
    @Test
    void whoKeepsTheSameNameAtOnceLeavesNothingAndKeepsNobodyWaiting() throws Exception {
        ming.post(page("/files/remove"), Map.of("name", "large"));
        long before = pieces();
        UUID tenant = shop.tenant().value();
        UUID piece = Stage.one(
                "insert into core.file (tenant_id, id, purpose, media_type, size_bytes, sha256, created_by, created_at)"
                        + " values ('" + tenant
                        + "', uuidv7(), 'plugin.mirror', 'text/plain', 1, repeat('0', 64), uuidv7(), now()) returning id");
        CompletableFuture<String> kept;
        try (var admin = TestStack.get().admin();
                var first = admin.createStatement()) {
            admin.setAutoCommit(false);
            first.execute(
                    "insert into core.plugin_file (tenant_id, plugin_id, name, media_type, size_bytes, pieces, kept_at) values ('"
                            + tenant + "', 'mirror', 'large', 'text/plain', 1, array['" + piece + "'::uuid], now())");
            kept = CompletableFuture.supplyAsync(() ->
                    ming.post(page("/files/large"), Map.of("size", "5000000")).body());
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> Stage.<Long>one("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                                    + " and query like '%insert into core.plugin_file%'")
                            > 0);
            assertThat(Stage.<UUID>one(
                            "select id from core.tenant_profile where tenant_id = ? for update nowait", tenant))
                    .as("what all of the workspace wait for who add something")
                    .isNotNull();
            admin.commit();
        }
        assertThat(kept).succeedsWithin(Duration.ofSeconds(20)).isEqualTo("5000000 bytes");
        assertThat(ming.get(page("/files/length?name=large")).body()).isEqualTo("5000000");
        assertThat(pieces() - before)
                .as("two of the later one, none of the first")
                .isEqualTo(2);
        ming.post(page("/files/remove"), Map.of("name", "large"));
        assertThat(pieces()).isEqualTo(before);
    }

    @Test
    void aFileThatCannotBeKeptInTheEndLeavesNothing() throws Exception {
        ming.post(page("/files/remove"), Map.of("name", "large"));
        long before = Stage.one(
                "select count(*) from core.file where tenant_id = ?",
                shop.tenant().value());
        try (var admin = TestStack.get().admin();
                var first = admin.createStatement()) {
            admin.setAutoCommit(false);
            first.execute( // longer than anybody waits
                    "insert into core.plugin_file (tenant_id, plugin_id, name, media_type, size_bytes, pieces, kept_at) values ('"
                            + shop.tenant().value() + "', 'mirror', 'large', 'text/plain', 0, '{}', now())");
            assertThat(ming.post(page("/files/large"), Map.of("size", "5000000"))
                            .status())
                    .isGreaterThanOrEqualTo(400);
            admin.rollback();
        }
        assertThat(Stage.<Long>one(
                        "select count(*) from core.file where tenant_id = ?",
                        shop.tenant().value()))
                .isEqualTo(before);
    }

    @Test
    void aFullWorkspaceKeepsNoMore() {
        Workspace full = stage.shop();
        Browser owner = stage.browser(full.owner());
        owner.post("/w/" + full.slug() + "/plugins/mirror/enable", Map.of());
        Stage.all("insert into platform.plan (code, trial_days, sort, active) values ('full', 1, 9, true)"
                + " on conflict do nothing");
        Stage.all("insert into platform.plan_limit (plan_code, name, value) values ('full', 'storage_bytes', 1)"
                + " on conflict do nothing");
        Stage.all(
                "update platform.subscription set plan_code = 'full' where tenant_id = ?",
                full.tenant().value());
        String page = "/w/" + full.slug() + "/p/mirror/files";
        assertThat(owner.post(page, Map.of("name", "c", "text", "xy")).status()).isEqualTo(409);
        assertThat(owner.get(page + "/content?name=c").body()).isEqualTo("none");
    }

    // ---- jobs

    private String until(String job, String state) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> ming.get(page("/jobs/" + job)).body().startsWith(state));
        return ming.get(page("/jobs/" + job)).body();
    }

    @Test
    void aJobIsDoneItemByItemAndStandsOnTheServersPage() {
        String job = ming.post(page("/jobs"), Map.of("labels", "Sun,hidden,broken,Moon"))
                .body();
        assertThat(until(job, "done")).isEqualTo("done|4|2|4");
        assertThat(Stage.all(
                        "select name from plugin_mirror.seen where tenant_id = ? and kind = 'job' and (name like 'Moon%' or name like 'Sun%') order by 1",
                        shop.tenant().value()))
                .containsExactly("Moon|closely|true", "Sun|closely|true");
        String shown = ming.get("/w/" + shop.slug() + "/jobs/" + job).body();
        assertThat(shown).contains("Look at things", "nobody can see it").doesNotContain("a secret of the plugin");
        assertThat(ming.get("/w/" + shop.slug() + "/jobs?kind=plugin.mirror.look")
                        .body())
                .contains("Look at things");
        assertThat(ming.get("/w/" + shop.slug() + "/notifications").body()).contains("Look at things");
        // other workspaces see nothing of it
        assertThat(theirs.get(theirPage("/jobs/" + job)).body()).isEqualTo("none");
        assertThat(theirs.get("/w/" + other.slug() + "/jobs/" + job).status()).isEqualTo(404);
        // what failed is repeated
        ming.post("/w/" + shop.slug() + "/jobs/" + job + "/repeat", Map.of());
        assertThat(until(job, "done")).isEqualTo("done|4|2|4");
    }

    @Test
    void aJobIsCancelledBeforeItsNextItem() {
        String job = ming.post(page("/jobs"), Map.of("labels", "slow1,slow2,slow3,slow4,slow5,slow6,slow7,slow8"))
                .body();
        assertThat(ming.post(page("/jobs/" + job + "/cancel"), Map.of()).body()).isEqualTo("cancelled");
        assertThat(until(job, "cancelled")).doesNotContain("|8|0|8");
        assertThat(ming.post(page("/jobs/" + job + "/cancel"), Map.of()).status())
                .isEqualTo(409);
    }

    @Test
    void aJobOfAServerThatDiedIsFinishedByAnother() {
        String job = ming.post(page("/jobs"), Map.of("labels", "slowA,slowB,slowC,slowD,slowE"))
                .body();
        Awaitility.await().until(() -> ming.get(page("/jobs/" + job)).body().matches("running\\|[1-3].*"));
        Stage.all(
                "update core.job set worker = 'a server that died', lease_until = now() + interval '1 second' where id = ?",
                UUID.fromString(job));
        assertThat(until(job, "done")).isEqualTo("done|5|0|5");
    }

    @Test
    void anItemWaitsWhileThePluginIsUpgraded() {
        String job = ming.post(page("/jobs"), Map.of("labels", "slowI,slowII,slowIII,slowIV,slowV,slowVI"))
                .body();
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .until(() -> ming.get(page("/jobs/" + job)).body().matches("running\\|[1-2].*"));
        PluginHost host = context.getBean(PluginHost.class);
        UUID id = UUID.fromString(job);
        synchronized (host) { // nobody starts it meanwhile
            List<PluginArchive> stopped = host.stop("mirror");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> Stage.<Boolean>one(
                            "select worker = '' and lease_until > now() + interval '5 seconds' from core.job where id = ?",
                            id));
            assertThat(Stage.<Integer>one("select failed from core.job where id = ?", id))
                    .isZero();
            assertThat(Stage.<Integer>one("select done from core.job where id = ?", id))
                    .isLessThan(6);
            stopped.forEach(host::start);
        }
        Stage.all("update core.job set lease_until = now() where id = ?", id);
        context.getBean(ReadyMarks.class).mark(shop.tenant(), "job", Duration.ZERO);
        assertThat(until(job, "done")).isEqualTo("done|6|0|6");
    }

    // ---- notices

    @Test
    void peopleAreToldInTheirLanguageAndChooseHow() {
        Person ada = stage.member(shop, "Ada", "auditor", stage.top(shop));
        Browser her = stage.browser(ada);
        String path = "/w/" + shop.slug() + "/notifications";
        assertThat(ming.post(page("/tell"), Map.of("member", ada.id().toString(), "name", "Halley"))
                        .body())
                .isEqualTo("told");
        assertThat(her.get(path).body()).contains("Halley was seen");
        assertThat(ming.get(path).body()).doesNotContain("Halley was seen");
        ming.post(page("/tell"), Map.of("member", ada.id().toString(), "name", "late"));
        assertThat(her.get(path).body()).contains("Halley was seen");
        ming.post(page("/tell"), Map.of("member", ada.id().toString(), "name", "Encke"));
        assertThat(her.get(path).body()).contains("2 things were seen");
        assertThat(her.get(path + "/settings").body()).contains("Something was seen");
        // where the plugin is not enabled there is no such choice
        Workspace without = stage.shop();
        assertThat(stage.browser(without.owner())
                        .get("/w/" + without.slug() + "/notifications/settings")
                        .body())
                .doesNotContain("Something was seen");
        // a member of another workspace is nobody here
        ming.post(page("/tell"), Map.of("member", other.owner().id().toString(), "name", "Biela"));
        assertThat(Stage.<Long>one(
                        "select count(*) from core.notification where user_id = ? and kind like 'plugin.%'",
                        other.owner().id()))
                .isZero();
    }

    /** A number where a text is: what is wrong with one text is not wrong with the page, or the mails of a workspace. */
    @Test
    void aTextThatDoesNotTakeItsValuesIsPutPlainly() {
        Person ida = stage.member(shop, "Ida", "auditor", stage.top(shop));
        assertThat(ming.post(page("/tell/oddly"), Map.of("member", ida.id().toString(), "name", "Halley"))
                        .body())
                .isEqualTo("told");
        var shown = stage.browser(ida).get("/w/" + shop.slug() + "/notifications");
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.body()).contains("Something new");
    }

    @Test
    void holdersOfAPermissionAreTold() {
        Workspace third = stage.shop();
        Browser owner = stage.browser(third.owner());
        String plugin = "/w/" + third.slug() + "/p/mirror";
        owner.post("/w/" + third.slug() + "/plugins/mirror/enable", Map.of());
        Browser holder = stage.browser(stage.member(third, "Hal", "auditor", stage.top(third)));
        Browser without = stage.browser(stage.member(third, "Wim", "administrator", stage.top(third)));
        owner.post(
                "/w/" + third.slug() + "/plugins/mirror/roles",
                Map.of("given", stage.role(third, "auditor").id() + " mirror.use"));
        assertThat(owner.post(plugin + "/tell/all", Map.of("name", "Comet")).body())
                .isEqualTo("told");
        assertThat(holder.get("/w/" + third.slug() + "/notifications").body()).contains("Comet was seen");
        assertThat(owner.get("/w/" + third.slug() + "/notifications").body()).contains("Comet was seen");
        assertThat(without.get("/w/" + third.slug() + "/notifications").body()).doesNotContain("Comet");
    }

    // ---- members

    @Test
    void membersAreShownToWhomMaySeeThem() {
        Person zoe = stage.member(shop, "Zoe Lamp", "auditor", stage.top(shop));
        assertThat(ming.get(page("/members?text=zoe")).body()).isEqualTo("Zoe Lamp|en");
        assertThat(ming.get(page("/members/" + zoe.id())).body()).isEqualTo("Zoe Lamp");
        assertThat(theirs.get(theirPage("/members?text=zoe")).body()).isEmpty();
        assertThat(theirs.get(theirPage("/members/" + zoe.id())).body()).isEqualTo("none");
    }
}
