package io.storelane.plugin.tool;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The members of the plugin API, to hold those against that a plugin uses. */
final class ApiMembers {
    private static final String ROOT = "io/storelane/plugin/api/";

    private record Type(Set<String> members, List<String> parents) {}

    private final Map<String, Type> types = new HashMap<>();
    private final Version version;
    private final @Nullable ClassLoader running;

    private ApiMembers(Version version, @Nullable ClassLoader running) {
        this.version = version;
        this.running = running;
    }

    /** Those of a server that is about to run the plugin; read as they are asked for. */
    static ApiMembers running(ClassLoader loader, Version version) {
        return new ApiMembers(version, loader);
    }

    static ApiMembers read(Path jar, Version version) throws IOException {
        ApiMembers api = new ApiMembers(version, null);
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry e :
                    zip.stream().filter(x -> x.getName().endsWith(".class")).toList()) {
                try (InputStream in = zip.getInputStream(e)) {
                    new ClassReader(in.readAllBytes()).accept(api.new Reading(), ClassReader.SKIP_CODE);
                }
            }
        }
        return api;
    }

    /** While the API is 0.x it may still change: an author is told what is gone. A server that has not got it cannot run it. */
    Severity severity() {
        return running == null && version.major() == 0 ? Severity.WARNING : Severity.ERROR;
    }

    Version version() {
        return version;
    }

    boolean knows(String owner, String name, String descriptor) {
        return !owner.startsWith(ROOT) || find(owner, name + descriptor);
    }

    private boolean find(String owner, String member) {
        load(owner);
        Type type = types.get(owner);
        return type != null
                && (type.members().contains(member)
                        || type.parents().stream()
                                .anyMatch(p -> p.startsWith(ROOT) ? find(p, member) : isJavas(p, member)));
    }

    private void load(String owner) {
        if (running == null || types.containsKey(owner)) {
            return;
        }
        try (InputStream in = running.getResourceAsStream(owner + ".class")) {
            if (in != null) {
                new ClassReader(in.readAllBytes()).accept(new Reading(), ClassReader.SKIP_CODE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What enums, records and exceptions of the API have from Java. */
    private static boolean isJavas(String parent, String member) {
        int end = member.indexOf('(');
        String name = end < 0 ? member : member.substring(0, end);
        try {
            Class<?> javas = Class.forName(parent.replace('/', '.'), false, null);
            return Stream.of(javas.getMethods()).anyMatch(m -> m.getName().equals(name))
                    || Stream.of(Object.class.getMethods())
                            .anyMatch(m -> m.getName().equals(name));
        } catch (ClassNotFoundException e) {
            // of a library: nothing is known about it here
            return true;
        }
    }

    private final class Reading extends ClassVisitor {
        private @Nullable Type type;

        Reading() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(
                int classVersion,
                int access,
                String name,
                @Nullable String signature,
                @Nullable String superName,
                String @Nullable [] interfaces) {
            List<String> parents = new ArrayList<>(interfaces == null ? List.of() : List.of(interfaces));
            if (superName != null) {
                parents.add(superName);
            }
            type = new Type(new HashSet<>(), parents);
            types.put(name, type);
        }

        @Override
        public @Nullable FieldVisitor visitField(
                int access, String name, String descriptor, @Nullable String signature, @Nullable Object value) {
            add(access, name + descriptor);
            return null;
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            add(access, name + descriptor);
            return null;
        }

        private void add(int access, String member) {
            if (type != null && (access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) != 0) {
                type.members().add(member);
            }
        }
    }
}
