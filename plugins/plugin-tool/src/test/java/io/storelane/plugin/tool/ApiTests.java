package io.storelane.plugin.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plugin uses of the API is held against the API that is there. */
class ApiTests {
    private static final String BEFORE =
            "package io.storelane.plugin.api; public interface Orders { int count(); int open(); enum Kind { A } record P(int a) {} }";
    private static final String NOW =
            "package io.storelane.plugin.api; public interface Orders extends More { int count(); enum Kind { A } record P(int a) {} }";
    private static final String PARENT = "package io.storelane.plugin.api; public interface More { int open(); }";
    private static final String USE =
            "package com.example.loyalty; class Uses { Object a(io.storelane.plugin.api.Orders o) { return o.count() + o.open() + \"\" + io.storelane.plugin.api.Orders.Kind.A.name() + new io.storelane.plugin.api.Orders.P(1).a() + o; } }";

    @TempDir
    Path folder;

    private Verification against(Version version, String... api) {
        Path apiJar = folder.resolve("api.jar");
        SampleJar built = new SampleJar();
        Sources.compile(api).forEach(built::put);
        built.write(apiJar);
        SampleJar plugin = SampleJar.sound().manifest(">=0.1.0 & <0.2.0", ">=0.1.0 & <2.0.0");
        Sources.compile(BEFORE, USE).forEach((name, bytes) -> {
            if (!name.startsWith("io/storelane/")) {
                plugin.put(name, bytes);
            }
        });
        return Verifier.verify(
                plugin.write(folder.resolve("p.jar")),
                Rules.standard().withApiJar(apiJar).withApiVersion(version));
    }

    @Test
    void whatIsGoneIsReportedWhileTheApiMayChangeAndRefusedLater() {
        String without = NOW.replace(" extends More", "");
        Verification early = against(Version.of("0.4.0").orElseThrow(), without);
        assertThat(early.sound()).isTrue();
        assertThat(early.findings()).singleElement().satisfies(f -> {
            assertThat(f.code()).isEqualTo(Code.API_MISSING);
            assertThat(f.values().getFirst()).isEqualTo("io.storelane.plugin.api.Orders.open");
        });
        assertThat(against(Version.of("1.0.0").orElseThrow(), without).sound()).isFalse();
    }

    @Test
    void aServerRefusesWhatItHasNot() {
        SampleJar plugin = SampleJar.sound();
        Sources.compile(BEFORE, USE).forEach((name, bytes) -> {
            if (!name.startsWith("io/storelane/")) {
                plugin.put(name, bytes);
            }
        });
        Path jar = plugin.write(folder.resolve("p.jar"));
        var classes = Sources.compile(NOW.replace(" extends More", ""));
        ClassLoader server = new ClassLoader(null) {
            @Override
            public java.io.@org.jspecify.annotations.Nullable InputStream getResourceAsStream(String name) {
                byte[] bytes = classes.get(name);
                return bytes == null ? null : new java.io.ByteArrayInputStream(bytes);
            }
        };
        Verification found = Verifier.verify(jar, Rules.standard().withRunning(server));
        assertThat(found.sound()).isFalse();
        assertThat(found.errors()).singleElement().satisfies(f -> {
            assertThat(f.code()).isEqualTo(Code.API_MISSING);
            assertThat(f.values().getFirst()).isEqualTo("io.storelane.plugin.api.Orders.open");
        });
    }

    @Test
    void whatAParentHasIsThere() {
        assertThat(against(Version.of("1.0.0").orElseThrow(), NOW, PARENT).findings())
                .isEmpty();
    }
}
