package io.storelane.plugin.tool;

import java.util.List;

/** What is wrong with entries, by the means of a zip writer. */
final class JarFaults {
    private JarFaults() {}

    static List<VerifierTests.Fault> all() {
        return List.of(
                of(Code.JAR_PATH, "../x", j -> j.put("../x", "a")),
                of(Code.JAR_PATH, "/etc/x", j -> j.put("/etc/x", "a")),
                of(Code.JAR_PATH, "a\\..\\x", j -> j.put("a\\..\\x", "a")),
                of(Code.JAR_DUPLICATE_ENTRY, "in small letters", j -> j.put("PLUGIN.properties", "a")),
                of(Code.JAR_UNPACKED_TOO_LARGE, "one large file", j -> j.put("a.bin", new byte[(20 << 20) + 1])),
                of(Code.JAR_TOO_MANY_ENTRIES, "20001", JarFaults::many),
                of(Code.JAR_TOO_LARGE, "what does not pack", JarFaults::noise),
                of(Code.JAR_SIGNED_INSIDE, "SF", j -> j.put("META-INF/A.SF", "a")),
                of(Code.JAR_NO_FOLDERS, "no folder", j -> j.without("com/example/loyalty/")),
                of(Code.JAR_NESTED, "lib", j -> j.put("lib/a.jar", "a")),
                of(
                        Code.JAR_CLASS_PATH,
                        "Class-Path",
                        j -> j.put("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nClass-Path: /tmp/a.jar\n")));
    }

    private static VerifierTests.Fault of(Code code, String what, java.util.function.UnaryOperator<SampleJar> change) {
        return new VerifierTests.Fault(code, what, change);
    }

    private static SampleJar many(SampleJar jar) {
        for (int i = 0; i < 20_001; i++) {
            jar.put("a/" + i, "");
        }
        return jar;
    }

    private static SampleJar noise(SampleJar jar) {
        byte[] bytes = new byte[17 << 20];
        new java.util.Random(1).nextBytes(bytes);
        return jar.put("a", bytes).put("b", bytes).put("c", bytes);
    }
}
