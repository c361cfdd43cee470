package io.storelane.plugin.tool;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Type;

/** Reads every class of a jar, loads none. A lint, no sandbox: reflection by name gets round it. */
final class ClassScan {
    /** Java 25. */
    private static final int NEWEST = 69;

    private static final String VERSIONED = "META-INF/versions/";
    static final String INDEX = "META-INF/extensions.idx";

    private static final Map<String, String> SERVICES =
            HostServices.all().entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

    private final Archive archive;
    private final Manifest manifest;
    private final Findings findings;
    private final Set<String> own = new HashSet<>();
    private final @Nullable ApiMembers api;

    private ClassScan(Archive archive, Manifest manifest, Optional<ApiMembers> api, Findings findings) {
        this.archive = archive;
        this.manifest = manifest;
        this.findings = findings;
        this.api = api.orElse(null);
    }

    static void scan(Archive archive, Manifest manifest, Optional<ApiMembers> api, Findings findings) {
        new ClassScan(archive, manifest, api, findings).scan();
    }

    private void scan() {
        List<String> classes = archive.names("", ".class");
        classes.forEach(entry -> own.add(className(entry)));
        if (!manifest.configuration().isEmpty() && !own.contains(manifest.configuration())) {
            findings.add(Code.CONFIGURATION_MISSING, ManifestReader.FILE, manifest.configuration());
        }
        Set<String> listed = listedExtensions();
        for (String entry : classes) {
            String name = className(entry);
            if (Ownership.isServers(packageOf(name)) && !name.equals("module-info")) {
                findings.add(Code.CLASS_IN_HOST_PACKAGE, entry, packageOf(name));
            }
            read(entry, name, listed);
        }
    }

    private Set<String> listedExtensions() {
        Set<String> listed = new HashSet<>();
        for (String line : archive.text(INDEX).split("\\R", -1)) {
            String name = line.replaceFirst("#.*", "").strip();
            if (!name.isEmpty() && listed.add(name) && !own.contains(name)) {
                findings.add(Code.EXTENSION_MISSING, INDEX, name);
            }
        }
        return listed;
    }

    private void read(String entry, String name, Set<String> listed) {
        byte[] bytes = archive.bytes(entry);
        if (isClass(bytes) && version(bytes) > NEWEST) {
            findings.add(Code.CLASS_TOO_NEW, entry, version(bytes), NEWEST);
            return;
        }
        try {
            ClassReader reader = new ClassReader(bytes);
            CodeReading code = new CodeReading(entry, manifest, manifest.owns(name), findings, api);
            reader.accept(code, ClassReader.SKIP_FRAMES);
            if (code.isExtension() && !listed.contains(name)) {
                findings.add(Code.EXTENSION_NOT_LISTED, entry, name);
            }
            readConstants(reader, entry, manifest.owns(name), code.mentioned());
        } catch (RuntimeException e) {
            // ASM throws whatever broken bytes lead to
            findings.add(Code.CLASS_UNREADABLE, entry, e.getClass().getSimpleName());
        }
    }

    private static boolean isClass(byte[] bytes) {
        return bytes.length > 8 && bytes[0] == (byte) 0xca && bytes[1] == (byte) 0xfe && bytes[2] == (byte) 0xba;
    }

    private static int version(byte[] bytes) {
        return ((bytes[6] & 0xff) << 8) | (bytes[7] & 0xff);
    }

    /** The pool of constants names each class that is used, and holds each text. */
    private void readConstants(ClassReader reader, String entry, boolean owned, Set<String> mentioned) {
        char[] buffer = new char[reader.getMaxStringLength()];
        Set<String> used = new HashSet<>(mentioned);
        boolean role = false;
        for (int i = 1; i < reader.getItemCount(); i++) {
            int at = reader.getItem(i);
            if (at == 0) {
                continue;
            }
            int tag = reader.readByte(at - 1);
            if (tag == 7) {
                used.add(reader.readUTF8(at, buffer));
            } else if (tag == 1 && !role) {
                role = Forbidden.takesRole(utf8(reader, at));
            }
        }
        if (role) {
            findings.add(Code.CODE_SQL_ROLE, entry);
        }
        for (String type : used) {
            String name = elementName(type);
            checkUse(entry, name);
            if (!name.isEmpty() && !isSeen(name) && !name.endsWith(".misc.Unsafe")) {
                findings.add(Forbidden.severity(Code.CODE_HIDDEN, owned), Code.CODE_HIDDEN, entry, name);
            }
        }
    }

    private void checkUse(String entry, String name) {
        String service = SERVICES.get(name);
        if (service != null && !manifest.uses().contains(service)) {
            findings.add(Code.USE_UNDECLARED, entry, service, name);
        }
    }

    private static String utf8(ClassReader reader, int at) {
        int length = reader.readUnsignedShort(at);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) reader.readByte(at + 2 + i);
        }
        return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }

    private boolean isSeen(String name) {
        return own.contains(name)
                || HostPackages.visible(name)
                || manifest.dependencies().stream().anyMatch(d -> isApiOf(d.id(), name));
    }

    /** Of another plugin only its package {@code api} is seen. */
    private static boolean isApiOf(String id, String className) {
        return ("." + className).contains("." + id.replace('-', '_') + ".api.")
                || ("." + className).contains("." + id.replace("-", "") + ".api.")
                || ("." + className).contains("." + id.replace('-', '.') + ".api.");
    }

    /** Of {@code [Lcom/acme/A;} or {@code com/acme/A}; empty for primitives. */
    private static String elementName(String internal) {
        Type type = Type.getObjectType(internal);
        while (type.getSort() == Type.ARRAY) {
            type = type.getElementType();
        }
        return type.getSort() == Type.OBJECT ? type.getClassName() : "";
    }

    private static String className(String entry) {
        String path = entry.startsWith(VERSIONED) ? entry.replaceFirst("META-INF/versions/\\d+/", "") : entry;
        return path.substring(0, path.length() - ".class".length()).replace('/', '.');
    }

    private static String packageOf(String className) {
        int dot = className.lastIndexOf('.');
        return dot < 0 ? "" : className.substring(0, dot);
    }
}
