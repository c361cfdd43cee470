package io.storelane.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.access.Permission;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.support.Workspace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** The commands of the quick start, run one after another by a shell as a reader would. */
class QuickStartTests extends ServerTests {

    private static final Pattern COMMANDS = Pattern.compile("(?s)```bash\n(.*?)```");

    private final ApplicationContext context;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set before each test
    private Path folder;

    @Autowired
    QuickStartTests(ApplicationContext context) {
        this.context = context;
    }

    @Test
    void itsCommandsDoWhatItSays() throws Exception {
        Stage stage = new Stage(context);
        Workspace workspace = stage.workspace(stage.person("Ming"), "Lantern Books");
        String token = stage.key(workspace.owner(), workspace, stage.top(workspace), EnumSet.allOf(Permission.class))
                .token();
        Files.createDirectories(folder.resolve(".storelane"));
        Files.writeString(
                folder.resolve(".storelane/demo.env"),
                "STORELANE_URL=%s\nSTORELANE_API_KEY=%s\nSTORELANE_OTHER_API_KEY=%s\n"
                        .formatted(TestStack.APP_URL, token, keyOfAnother(stage)));
        StringBuilder script = new StringBuilder("set -euo pipefail\n");
        Matcher blocks = COMMANDS.matcher(Files.readString(TestStack.root().resolve("docs/api/quick-start.md")));
        while (blocks.find()) {
            script.append(blocks.group(1));
        }
        Files.writeString(folder.resolve("commands.sh"), script);
        Process shell = new ProcessBuilder("bash", "commands.sh")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).as(said).isZero();
        assertThat(said)
                .contains("\"workspace\"", "\"city\":\"宁波\"", "https://storelane.io/problems/api/unknown-field", "未知字段")
                .contains("node.added", "(API)")
                .contains("\"requirement\":\"weight\",\"met\":true", "\"state\":\"listed\"", "\"note\":\"Given away\"")
                .contains("\"rule\":\"nearness\"", "same district")
                .contains("/orders/1/lines/0/sku", "order/unknown-sku", "/orders/2/lines/0/quantity", "api/wrong-type")
                .contains("https://storelane.io/problems/order/short", "\"/lines/0/quantity\"")
                .contains("200\n404\n404\n");
        assertThat(Stage.<Long>one(
                        "select count(*) from core.invitation where tenant_id = ?",
                        workspace.tenant().value()))
                .isEqualTo(1);
        seenOnPages(stage, workspace, said);
    }

    /** A key for all that may be done, of a workspace that has nothing to do with the one of the reader. */
    private static String keyOfAnother(Stage stage) {
        Workspace other = stage.workspace(stage.person("Tom"), "Other Books");
        return stage.key(other.owner(), other, stage.top(other), EnumSet.allOf(Permission.class))
                .token();
    }

    /** Two orders were stored; the owner and a person of the shop see the first, a person of another outlet does not. */
    private static void seenOnPages(Stage stage, Workspace workspace, String said) {
        UUID tenant = workspace.tenant().value();
        assertThat(Stage.<Long>one("select count(*) from core.sales_order where tenant_id = ?", tenant))
                .isEqualTo(2);
        Matcher page = Pattern.compile(TestStack.APP_URL + "(/w/[^/]+/orders/[0-9a-f-]{36})\n")
                .matcher(said);
        assertThat(page.find()).isTrue();
        UUID shop = Stage.one("select node_id from core.channel where tenant_id = ? and kind = 'api'", tenant);
        UUID elsewhere = stage.node(workspace, stage.top(workspace), "Elsewhere");
        assertThat(stage.browser(workspace.owner()).get(page.group(1)).body()).contains("same district");
        assertThat(stage.browser(stage.member(workspace, "Shu", "node_manager", shop))
                        .get(page.group(1))
                        .status())
                .isEqualTo(200);
        assertThat(stage.browser(stage.member(workspace, "Else", "node_manager", elsewhere))
                        .get(page.group(1))
                        .status())
                .isEqualTo(404);
    }
}
