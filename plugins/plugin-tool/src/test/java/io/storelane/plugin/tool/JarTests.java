package io.storelane.plugin.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars that no honest tool writes. */
class JarTests {
    @TempDir
    Path folder;

    private List<Code> codes(byte[] jar) throws IOException {
        Path file = folder.resolve("p.jar");
        Files.write(file, jar);
        return Verifier.verify(file, Rules.standard()).findings().stream()
                .map(Finding::code)
                .toList();
    }

    private byte[] sound() throws IOException {
        return Files.readAllBytes(SampleJar.sound().write(folder.resolve("sound.jar")));
    }

    private static byte[] joined(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static int find(byte[] in, byte[] sought, int from) {
        for (int i = from; i <= in.length - sought.length; i++) {
            if (Arrays.equals(in, i, i + sought.length, sought, 0, sought.length)) {
                return i;
            }
        }
        throw new IllegalArgumentException("not found");
    }

    @Test
    void whatIsNoJarIsRefused() throws IOException {
        assertThat(codes(new byte[0])).containsExactly(Code.JAR_UNREADABLE);
        assertThat(codes("no jar, but long enough to be one, perhaps".getBytes(StandardCharsets.UTF_8)))
                .containsExactly(Code.JAR_UNREADABLE);
        assertThat(Verifier.verify(folder.resolve("gone.jar"), Rules.standard()).sound())
                .isFalse();
        assertThat(codes(Arrays.copyOf(sound(), 600))).isNotEmpty().doesNotContain(Code.MANIFEST_MISSING);
    }

    /** A file may begin with one jar and end with another: whoever streams it sees the first, a class loader the second. */
    @Test
    void secondJarBeforeOrBehindIsRefused() throws IOException {
        byte[] jar = sound();
        assertThat(codes(joined(jar, jar))).containsExactly(Code.JAR_HIDDEN_BYTES);
        assertThat(codes(joined("#!/bin/sh\n".getBytes(StandardCharsets.UTF_8), jar)))
                .containsExactly(Code.JAR_UNREADABLE);
        assertThat(codes(joined(jar, new byte[] {0, 0}))).containsExactly(Code.JAR_HIDDEN_BYTES);
    }

    @Test
    void entryThatTheDirectoryCallsOtherwiseIsRefused() throws IOException {
        byte[] jar = sound();
        byte[] name = "events/earned.json".getBytes(StandardCharsets.UTF_8);
        int listed = find(jar, name, find(jar, name, 0) + 1);
        jar[listed] = 'E';
        assertThat(codes(jar)).containsExactly(Code.JAR_HIDDEN_BYTES);
    }

    @Test
    void sameNameTwiceIsRefused() throws IOException {
        SampleJar twice = SampleJar.sound().put("com/example/loyalty/Loyaltx.class", "x");
        byte[] jar = Files.readAllBytes(twice.write(folder.resolve("twice.jar")));
        byte[] name = "Loyaltx.class".getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < 2; at++) {
            jar[find(jar, name, 0) + 6] = 'y';
        }
        assertThat(codes(jar)).containsExactly(Code.JAR_DUPLICATE_ENTRY);
    }

    @Test
    void bombsAreRefusedQuickly() throws IOException {
        Path entries = folder.resolve("entries.jar");
        try (OutputStream out = Files.newOutputStream(entries);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < 100_000; i++) {
                zip.putNextEntry(new ZipEntry("a/" + i));
            }
        }
        Path large = folder.resolve("large.jar");
        byte[] nothing = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(large);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < 100; i++) {
                zip.putNextEntry(new ZipEntry("a/" + i));
                for (int mega = 0; mega < 10; mega++) {
                    zip.write(nothing);
                }
            }
        }

        Instant start = Instant.now();
        assertThat(Verifier.verify(entries, Rules.standard())
                        .findings()
                        .getFirst()
                        .code())
                .isEqualTo(Code.JAR_TOO_MANY_ENTRIES);
        assertThat(Verifier.verify(large, Rules.standard())
                        .findings()
                        .getFirst()
                        .code())
                .isEqualTo(Code.JAR_UNPACKED_TOO_LARGE);
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void changedChangeSetsOfTheReleaseBeforeAreFound() {
        Path before = SampleJar.sound().write(folder.resolve("before.jar"));
        Rules rules = Rules.standard().withPrevious(before);

        SampleJar more = SampleJar.sound().sql("create index on point (tenant_id, kind);");
        assertThat(Verifier.verify(more.write(folder.resolve("more.jar")), rules)
                        .findings())
                .isEmpty();

        SampleJar spaced = SampleJar.sound()
                .replace(
                        "db/changelog/0001-create-point.sql",
                        "primary key (tenant_id, id),",
                        "PRIMARY KEY (tenant_id,id), -- ours");
        assertThat(Verifier.verify(spaced.write(folder.resolve("spaced.jar")), rules)
                        .findings())
                .isEmpty();

        SampleJar changed = SampleJar.sound().replace("db/changelog/0001-create-point.sql", "default 1", "default 2");
        assertThat(Verifier.verify(changed.write(folder.resolve("changed.jar")), rules)
                        .errors())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(Code.MIGRATION_CHANGED);
                    assertThat(f.where()).startsWith("db/changelog/0001-create-point.sql:");
                    assertThat(f.values()).containsExactly("loyalty:2");
                });
    }
}
