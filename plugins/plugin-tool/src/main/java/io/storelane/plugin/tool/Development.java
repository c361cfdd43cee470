package io.storelane.plugin.tool;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Enumeration;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Puts a jar into a running {@code ./run} each time it has been built. A server takes a version once and only newer ones after it, so what
 * is sent is called {@code <next patch>-dev.<seconds>}: the release that follows is newer again.
 */
final class Development {
    private static final long LOOK = 300;

    private final Path jar;
    private final Path home;
    private final String server;
    private final InstantSource clock;

    /** @param home folder {@code .storelane/run/plugin} of the Storelane that runs */
    Development(Path jar, Path home, String server, InstantSource clock) {
        this.jar = jar;
        this.home = home;
        this.server = server;
        this.clock = clock;
    }

    /** What the server said. */
    record Answer(int status, String version, String body) {
        boolean taken() {
            return status < 300;
        }
    }

    /** What happens, for whoever looks on. */
    interface Listener {
        void refused(Verification found);

        void sent(Answer answer);
    }

    /** Looks until the thread is interrupted. */
    void watch(Listener listener)
            throws IOException, GeneralSecurityException, Signatures.Malformed, InterruptedException {
        String sent = "";
        String before = "";
        while (!Thread.currentThread().isInterrupted()) {
            String now = stamp();
            // a jar that is being written is another one at the next look
            if (!now.isEmpty() && now.equals(before) && !now.equals(sent)) {
                sent = now;
                once(listener);
            }
            before = now;
            Thread.sleep(LOOK);
        }
    }

    private String stamp() throws IOException {
        return Files.exists(jar) ? Files.getLastModifiedTime(jar) + " " + Files.size(jar) : "";
    }

    /** Verifies the jar as it is now, and sends it if a server would take it. */
    void once(Listener listener)
            throws IOException, GeneralSecurityException, Signatures.Malformed, InterruptedException {
        Verification found = Verifier.verify(jar, Rules.standard());
        Optional<Manifest> manifest = found.manifest();
        if (!found.sound() || manifest.isEmpty()) {
            listener.refused(found);
            return;
        }
        String version = version(manifest.get().version());
        Path folder = Files.createTempDirectory("storelane-plugin");
        try {
            Path copy = folder.resolve(manifest.get().id() + "-" + version + ".jar");
            copy(copy, version);
            Path signature = Signatures.sign(copy, home.resolve("plugin.key"));
            listener.sent(send(copy, signature, version));
            Files.delete(signature);
            Files.delete(copy);
        } finally {
            Files.deleteIfExists(folder);
        }
    }

    private String version(Version built) {
        return built.major() + "." + built.minor() + "." + (built.patch() + 1) + "-dev."
                + clock.instant().getEpochSecond();
    }

    private void copy(Path to, String version) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile());
                OutputStream out = Files.newOutputStream(to);
                ZipOutputStream copy = new ZipOutputStream(out)) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                copy.putNextEntry(new ZipEntry(entry.getName()));
                try (InputStream in = zip.getInputStream(entry)) {
                    copy.write(
                            entry.getName().equals(ManifestReader.FILE)
                                    ? manifest(in.readAllBytes(), version)
                                    : in.readAllBytes());
                }
            }
        }
    }

    private static byte[] manifest(byte[] text, String version) {
        return new String(text, StandardCharsets.UTF_8)
                .replaceFirst("(?m)^plugin\\.version\\s*[=:].*$", "plugin.version=" + version)
                .getBytes(StandardCharsets.UTF_8);
    }

    private Answer send(Path copy, Path signature, String version) throws IOException, InterruptedException {
        String token = Files.readString(home.resolve("operator.token")).strip();
        Operator.Answer answer = Operator.install(server, token, copy, signature);
        return new Answer(answer.status(), version, answer.body());
    }
}
