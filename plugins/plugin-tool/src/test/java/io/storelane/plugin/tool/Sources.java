package io.storelane.plugin.tool;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles source texts in memory. */
final class Sources {
    private Sources() {}

    /** @return entries of a jar */
    static Map<String, byte[]> compile(String... sources) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, ByteArrayOutputStream> made = new TreeMap<>();
        var files =
                new ForwardingJavaFileManager<StandardJavaFileManager>(
                        compiler.getStandardFileManager(null, null, null)) {
                    @Override
                    public JavaFileObject getJavaFileForOutput(
                            JavaFileManager.Location location,
                            String name,
                            JavaFileObject.Kind kind,
                            FileObject sibling) {
                        return new SimpleJavaFileObject(
                                URI.create("mem:///" + name.replace('.', '/') + ".class"), kind) {
                            @Override
                            public OutputStream openOutputStream() {
                                return made.computeIfAbsent(
                                        name.replace('.', '/') + ".class", n -> new ByteArrayOutputStream());
                            }
                        };
                    }
                };
        List<Source> units =
                java.util.stream.Stream.of(sources).map(Source::new).toList();
        boolean done = compiler.getTask(
                        null, files, null, List.of("-proc:none", "-nowarn", "-XDignore.symbol.file"), null, units)
                .call();
        if (!done) {
            throw new IllegalArgumentException("does not compile");
        }
        Map<String, byte[]> entries = new TreeMap<>();
        made.forEach((name, bytes) -> entries.put(name, bytes.toByteArray()));
        return entries;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("mem:///" + name(text) + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }

        private static String name(String text) {
            String pack = text.replaceFirst("(?s)^package ([\\w.]+);.*", "$1").replace('.', '/');
            return pack + "/" + text.replaceFirst("(?s).*?(?:class|interface|record) (\\w+).*", "$1");
        }
    }
}
