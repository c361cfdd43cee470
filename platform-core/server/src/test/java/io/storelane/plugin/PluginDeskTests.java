package io.storelane.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.support.Browser;
import io.storelane.support.Person;
import io.storelane.support.PluginJar;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Files, jobs, notices and members, as plugins are handed them out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock("plugins")
class PluginDeskTests extends ServerTests {

    private final Stage stage;
    private final Workspace shop;
    private final Workspace other;
    private final Browser ming;
    private final Browser theirs;

    @Autowired
    PluginDeskTests(ApplicationContext context) {
        stage = new Stage(context);
        shop = stage.shop();
        other = stage.shop();
        ming = stage.browser(shop.owner());
        theirs = stage.browser(other.owner());
    }

    @BeforeAll
    void install() {
        PluginJar.remove("mirror");
        assertThat(PluginJar.mirror("1.0.0").install().body()).contains("\"id\":\"mirror\"");
        ming.post("/w/" + shop.slug() + "/plugins/mirror/enable", Map.of());
        theirs.post("/w/" + other.slug() + "/plugins/mirror/enable", Map.of());
    }

    @AfterAll
    void remove() {
        PluginJar.remove("mirror");
    }

    private String page(String path) {
        return "/w/" + shop.slug() + "/p/mirror" + path;
    }

    private String theirPage(String path) {
        return "/w/" + other.slug() + "/p/mirror" + path;
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
