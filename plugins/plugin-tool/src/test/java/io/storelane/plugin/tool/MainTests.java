package io.storelane.plugin.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line, as an author meets it. */
class MainTests {
    @TempDir
    Path folder;

    private Path jar = Path.of("");

    private record Ran(int code, String out, String err) {}

    private static Ran run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @BeforeEach
    void write() {
        jar = SampleJar.sound().write(folder.resolve("loyalty-1.2.0.jar"));
    }

    @Test
    void signatureHoldsForTheseBytesAndThisKeyOnly() throws Exception {
        Ran made = run("keygen", folder.resolve("a").toString());
        assertThat(made.code()).isZero();
        assertThat(run("keygen", folder.resolve("b").toString()).code()).isZero();
        Path key = folder.resolve("a/plugin.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        // what a server's property says is in the public file, under the id that signatures name
        Signatures.Line open = Signatures.Line.read(folder.resolve("a/plugin.pub"));
        assertThat(made.out()).contains("storelane.plugin.keys." + open.keyId() + "=");

        assertThat(run("sign", jar.toString(), "--key", key.toString()).code()).isZero();
        assertThat(Files.readString(folder.resolve("loyalty-1.2.0.jar.sig")))
                .matches("ed25519 " + open.keyId() + " \\S{88}\n");
        String mine = folder.resolve("a/plugin.pub").toString();
        assertThat(run("check", jar.toString(), "--key", mine).code()).isZero();
        assertThat(run(
                                "check",
                                jar.toString(),
                                "--key",
                                folder.resolve("b/plugin.pub").toString())
                        .code())
                .isEqualTo(1);

        byte[] bytes = Files.readAllBytes(jar);
        bytes[bytes.length / 2] ^= 1;
        Files.write(jar, bytes);
        Ran tampered = run("check", jar.toString(), "--key", mine, "--lang", "zh-CN");
        assertThat(tampered.code()).isEqualTo(1);
        assertThat(tampered.err()).contains("无效");
    }

    /** Another key could call itself by an id that is trusted. */
    @Test
    void signatureOfAnotherKeyUnderTheSameIdDoesNotHold() throws Exception {
        run("keygen", folder.resolve("a").toString());
        run("keygen", folder.resolve("b").toString());
        String id = Signatures.Line.read(folder.resolve("a/plugin.pub")).keyId();
        Path forged = folder.resolve("forged.key");
        Files.writeString(
                forged, Files.readString(folder.resolve("b/plugin.key")).replaceFirst("ed25519 \\S+", "ed25519 " + id));
        assertThat(run("sign", jar.toString(), "--key", forged.toString()).code())
                .isZero();
        assertThat(run(
                                "check",
                                jar.toString(),
                                "--key",
                                folder.resolve("a/plugin.pub").toString())
                        .code())
                .isEqualTo(1);
    }

    @Test
    void keyIsNotOverwritten() throws IOException {
        run("keygen", folder.toString());
        String before = Files.readString(folder.resolve("plugin.key"));
        Ran again = run("keygen", folder.toString());
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("exists already");
        assertThat(Files.readString(folder.resolve("plugin.key"))).isEqualTo(before);
    }

    @Test
    void verifySaysWhatAServerWouldRefuse() {
        Ran fine = run("verify", jar.toString());
        assertThat(fine.code()).isZero();
        assertThat(fine.out()).contains("loyalty-1.2.0.jar: nothing wrong");

        SampleJar.sound().code("System.exit(1);\nreturn o;").write(jar);
        Ran refused = run("verify", jar.toString());
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err())
                .contains(
                        "error [code-exit] com/example/loyalty/Does.class it:1: java.lang.System.exit ends the server")
                .contains("Throw an exception instead.")
                .contains("1 findings");
        assertThat(run("verify", jar.toString(), "--lang", "zh-CN").err())
                .contains("错误 [code-exit]")
                .contains("会终止服务器");
    }

    @Test
    void wrongUseIsToldFromARefusal() {
        assertThat(run().code()).isEqualTo(2);
        assertThat(run("help").out()).contains("verify FILE");
        assertThat(run("dance", "x").code()).isEqualTo(2);
        assertThat(run("sign", jar.toString()).code()).isEqualTo(2);
        assertThat(run("verify", jar.toString(), "--what").code()).isEqualTo(2);
        assertThat(run("sign", jar.toString(), "--key", "gone.key").err()).contains("gone.key does not exist");
        assertThat(run("check", jar.toString(), "--key", jar.toString()).err()).contains("expected one line");
        assertThat(run("verify", "gone.jar").code()).isEqualTo(1);
    }
}
