package io.storelane.plugin.tool;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** One class: what it calls, and from which line. */
final class CodeReading extends ClassVisitor {
    private final String entry;
    private final Manifest manifest;
    private final boolean own;
    private final Findings findings;
    private final @Nullable ApiMembers known;
    private final Set<String> mentioned = new HashSet<>();
    private boolean extension;

    CodeReading(String entry, Manifest manifest, boolean own, Findings findings, @Nullable ApiMembers api) {
        super(Opcodes.ASM9);
        this.entry = entry;
        this.manifest = manifest;
        this.own = own;
        this.findings = findings;
        this.known = api;
    }

    boolean isExtension() {
        return extension;
    }

    /** Internal names of classes in its fields and methods. */
    Set<String> mentioned() {
        return mentioned;
    }

    @Override
    public void visit(
            int version,
            int access,
            String name,
            @Nullable String signature,
            @Nullable String superName,
            String @Nullable [] interfaces) {
        if (superName != null) {
            Forbidden.superclass(superName).ifPresent(code -> report(code, entry, superName));
        }
    }

    @Override
    public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
        extension |= descriptor.equals("Lorg/pf4j/Extension;");
        return permission(descriptor);
    }

    @Override
    public @Nullable FieldVisitor visitField(
            int access, String name, String descriptor, @Nullable String signature, @Nullable Object value) {
        mention(Type.getType(descriptor));
        return null;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        if ((access & Opcodes.ACC_NATIVE) != 0) {
            report(Code.CODE_NATIVE, entry + " " + name, name);
        }
        mention(Type.getReturnType(descriptor));
        for (Type argument : Type.getArgumentTypes(descriptor)) {
            mention(argument);
        }
        return new Calls(name);
    }

    private @Nullable AnnotationVisitor permission(String descriptor) {
        return descriptor.equals("Lio/storelane/plugin/api/RequiresPermission;") ? new Permission() : null;
    }

    /** One that the plugin asks for and does not define: nobody could ever be given it. */
    private final class Permission extends AnnotationVisitor {
        Permission() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(String name, Object value) {
            String permission = String.valueOf(value);
            if (permission.startsWith(manifest.id() + ".")
                    && !manifest.permissions().contains(permission)) {
                findings.add(Code.PERMISSION_UNDECLARED, entry, permission);
            }
        }
    }

    private void mention(Type type) {
        Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
        if (element.getSort() == Type.OBJECT) {
            mentioned.add(element.getInternalName());
        }
    }

    private void report(Code code, String where, String what) {
        findings.add(Forbidden.severity(code, own), code, where, what.replace('/', '.'));
    }

    private final class Calls extends MethodVisitor {
        private final String method;
        private int line;

        Calls(String method) {
            super(Opcodes.ASM9);
            this.method = method;
        }

        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            return permission(descriptor);
        }

        @Override
        public void visitLineNumber(int number, Label start) {
            line = number;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            check(owner, name, descriptor);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            check(owner, name, descriptor);
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            for (Object argument : arguments) {
                if (argument instanceof Handle h) {
                    check(h.getOwner(), h.getName(), h.getDesc());
                }
            }
        }

        private void check(String owner, String name, String descriptor) {
            Forbidden.call(owner, name).ifPresent(code -> report(code, place(), owner + "." + name));
            if (known != null && !known.knows(owner, name, descriptor)) {
                findings.add(
                        known.severity(),
                        Code.API_MISSING,
                        place(),
                        (owner + "." + name).replace('/', '.'),
                        known.version());
            }
        }

        private String place() {
            return entry + " " + method + (line > 0 ? ":" + line : "");
        }
    }
}
