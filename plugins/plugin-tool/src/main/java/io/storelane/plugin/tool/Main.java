package io.storelane.plugin.tool;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The command line. It ends with 0, with 1 if a jar is refused, with 2 if it was asked wrongly. */
public final class Main {
    private static final Set<String> OPTIONS =
            Set.of("--lang", "--key", "--previous", "--api", "--id", "--package", "--server", "--home");

    private final Map<String, String> options = new HashMap<>();
    private final List<String> words = new ArrayList<>();
    private final PrintStream out;
    private final PrintStream err;

    private Main(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        int code = run(List.of(arguments), out, err);
        if (code != 0) {
            System.exit(code);
        }
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        Main main = new Main(out, err);
        try {
            return main.parse(arguments) ? main.command() : main.usage(err, 2);
        } catch (FileAlreadyExistsException e) {
            return main.fail("exists", e.getFile());
        } catch (NoSuchFileException e) {
            return main.fail("no-file", e.getFile());
        } catch (IOException | GeneralSecurityException | Signatures.Malformed e) {
            return main.fail("failed", String.valueOf(e.getMessage()));
        }
    }

    private boolean parse(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (!word.startsWith("--")) {
                words.add(word);
            } else if (word.contains("=") && OPTIONS.contains(word.substring(0, word.indexOf('=')))) {
                setUnlessEmpty(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
            } else if (OPTIONS.contains(word) && i + 1 < arguments.size()) {
                options.put(word, arguments.get(++i));
            } else if (!word.equals("--help")) {
                return false;
            }
        }
        return true;
    }

    /** A build may have nothing to say. */
    private void setUnlessEmpty(String option, String value) {
        if (!value.isBlank()) {
            options.put(option, value);
        }
    }

    private Locale language() {
        return Locale.forLanguageTag(options.getOrDefault("--lang", "en"));
    }

    private int usage(PrintStream to, int code) {
        to.println(Texts.get(language(), "usage"));
        return code;
    }

    private int fail(String key, String value) {
        err.println(Texts.get(language(), key, value));
        return 2;
    }

    private int command() throws IOException, GeneralSecurityException, Signatures.Malformed {
        if (words.isEmpty() || words.getFirst().equals("help")) {
            return usage(out, words.isEmpty() ? 2 : 0);
        }
        if (words.size() != 2) {
            return usage(err, 2);
        }
        Path file = Path.of(words.get(1));
        return switch (words.getFirst()) {
            case "verify" -> verify(file);
            case "keygen" -> keygen(file);
            case "sign" -> options.containsKey("--key") ? sign(file) : usage(err, 2);
            case "check" -> options.containsKey("--key") ? check(file) : usage(err, 2);
            case "dev" -> options.containsKey("--home") ? develop(file) : usage(err, 2);
            case "new" -> options.keySet().containsAll(Set.of("--id", "--package")) ? create(file) : usage(err, 2);
            default -> usage(err, 2);
        };
    }

    private int verify(Path jar) {
        Rules rules = Rules.standard();
        if (options.containsKey("--previous")) {
            rules = rules.withPrevious(Path.of(options.get("--previous")));
        }
        if (options.containsKey("--api")) {
            rules = rules.withApiJar(Path.of(options.get("--api")));
        }
        Verification found = Verifier.verify(jar, rules);
        if (!found.findings().isEmpty()) {
            err.println(found.report(language()));
        }
        if (!found.sound()) {
            err.println(Texts.get(
                    language(), "refused", jar.getFileName(), found.errors().size()));
            return 1;
        }
        out.println(Texts.get(language(), "sound", jar.getFileName()));
        return 0;
    }

    private int keygen(Path folder) throws IOException, GeneralSecurityException, Signatures.Malformed {
        String id = Signatures.generate(folder);
        String open = Files.readString(folder.resolve("plugin.pub")).strip().split(" ", 3)[2];
        out.println(Texts.get(language(), "generated", folder, id, open));
        return 0;
    }

    private int create(Path folder) throws IOException {
        String id = options.getOrDefault("--id", "");
        String basePackage = options.getOrDefault("--package", "");
        if (!Manifest.isId(id) || HostPackages.reservedIds().contains(id)) {
            return fail("no-id", id);
        }
        if (!Ownership.isFree(basePackage)) {
            return fail("no-package", basePackage);
        }
        NewPlugin.write(folder, id, basePackage, options.getOrDefault("--server", "http://localhost:8080"));
        out.println(Texts.get(language(), "created", folder, id));
        return 0;
    }

    /** Ends when it is interrupted. */
    private int develop(Path jar) throws IOException, GeneralSecurityException, Signatures.Malformed {
        Path home = Path.of(options.getOrDefault("--home", ""));
        String server = options.getOrDefault("--server", "http://localhost:8080");
        out.println(Texts.get(language(), "watching", jar, server));
        try {
            new Development(jar, home, server, InstantSource.system()).watch(new Development.Listener() {
                @Override
                public void refused(Verification found) {
                    err.println(found.report(language()));
                }

                @Override
                public void sent(Development.Answer answer) {
                    String key = answer.taken() ? "taken" : "not-taken";
                    (answer.taken() ? out : err)
                            .println(Texts.get(language(), key, jar.getFileName(), answer.version(), answer.body()));
                }
            });
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private int sign(Path jar) throws IOException, GeneralSecurityException, Signatures.Malformed {
        out.println(Texts.get(language(), "signed", Signatures.sign(jar, Path.of(options.getOrDefault("--key", "")))));
        return 0;
    }

    private int check(Path jar) throws IOException, GeneralSecurityException, Signatures.Malformed {
        Signatures.Line key = Signatures.Line.read(Path.of(options.getOrDefault("--key", "")));
        Signatures.Line signature = Signatures.signatureOf(jar);
        var open = Signatures.publicKey(java.util.Base64.getEncoder().encodeToString(key.bytes()));
        boolean holds = signature.keyId().equals(key.keyId()) && Signatures.holds(jar, signature, open);
        (holds ? out : err)
                .println(
                        Texts.get(language(), holds ? "holds" : "does-not-hold", jar.getFileName(), signature.keyId()));
        return holds ? 0 : 1;
    }
}
