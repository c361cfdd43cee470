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
                "STORELANE_URL=%s\nSTORELANE_API_KEY=%s\n".formatted(TestStack.APP_URL, token));
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
                .contains("node.added", "(API)");
        assertThat(Stage.<Long>one(
                        "select count(*) from core.invitation where tenant_id = ?",
                        workspace.tenant().value()))
                .isEqualTo(1);
    }
}
