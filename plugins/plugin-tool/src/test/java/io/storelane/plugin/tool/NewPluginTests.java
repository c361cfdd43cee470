package io.storelane.plugin.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewPluginTests {
    @TempDir
    Path folder;

    private int create(Path into, String id, String basePackage) {
        PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return Main.run(
                List.of("new", into.toString(), "--id", id, "--package", basePackage, "--server", "http://s:1"),
                out,
                out);
    }

    @Test
    void newPluginIsTheTemplateUnderItsOwnName() throws IOException {
        Path made = folder.resolve("made");
        assertThat(create(made, "my-plugin", "com.acme.mine")).isZero();

        assertThat(Files.readString(made.resolve("pom.xml")))
                .contains("<artifactId>my-plugin</artifactId>", "<plugin.packages>com.acme.mine</plugin.packages>")
                .contains("<relativePath/>", "<url>http://s:1/developer/maven</url>");
        assertThat(made.resolve("src/main/java/com/acme/mine/NotesPage.java"))
                .content()
                .contains("@RequiresPermission(\"my-plugin.view\")");
        assertThat(made.resolve("src/main/resources/db/changelog/0001-create-note.sql"))
                .content()
                .contains("--changeset my-plugin:");
        assertThat(made.resolve("src/main/resources/ui/messages_zh_CN.properties"))
                .content()
                .contains("plugin.name=My plugin\n");
        try (Stream<Path> files = Files.walk(made)) {
            assertThat(files.filter(Files::isRegularFile))
                    .hasSizeGreaterThan(10)
                    .allSatisfy(f -> assertThat(Files.readString(f))
                            .doesNotContain("plugin-template")
                            .doesNotContain("org.example"));
        }
    }

    @Test
    void whatIsThereIsNotOverwritten() throws IOException {
        Files.writeString(folder.resolve("mine.txt"), "mine");
        assertThat(create(folder, "my-plugin", "com.acme.mine")).isEqualTo(2);
        assertThat(folder.resolve("pom.xml")).doesNotExist();
    }

    @Test
    void namesThatAServerWouldRefuseAreRefused() {
        assertThat(create(folder.resolve("a"), "order", "com.acme.mine")).isEqualTo(2);
        assertThat(create(folder.resolve("a"), "My", "com.acme.mine")).isEqualTo(2);
        assertThat(create(folder.resolve("a"), "mine", "io.storelane.order")).isEqualTo(2);
        assertThat(folder.resolve("a")).doesNotExist();
    }
}
