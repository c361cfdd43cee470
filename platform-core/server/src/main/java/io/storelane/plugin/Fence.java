package io.storelane.plugin;

import io.storelane.plugin.tool.HostPackages;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What classes of a plugin see: packages of the host that {@link HostPackages} lists, then the plugin's own jar, then the {@code api} package of
 * the plugins it depends on. Its parent is the platform's loader: nobody climbs from it to the host's.
 */
final class Fence extends URLClassLoader {

    /** The part of a dependency that others see. */
    record Neighbour(ClassLoader loader, String api) {}

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader host;
    private final List<Neighbour> neighbours;

    Fence(String id, Path jar, ClassLoader host, List<Neighbour> neighbours) throws MalformedURLException {
        super("plugin-" + id, new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        this.host = host;
        this.neighbours = List.copyOf(neighbours);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            if (HostPackages.visible(name)) {
                return host.loadClass(name);
            }
            for (Neighbour neighbour : neighbours) {
                if (name.startsWith(neighbour.api())) {
                    return neighbour.loader().loadClass(name);
                }
            }
            return findClass(name);
        }
    }

    /** Resources agree with classes, or a service would be found whose class is not. */
    private static boolean listedResource(String path) {
        if (path.startsWith("META-INF/services/")) {
            return path.startsWith("META-INF/services/org.hibernate.");
        }
        return path.endsWith(".class") && HostPackages.visible(path.replace('/', '.'));
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL own = findResource(name);
        return own == null && listedResource(name) ? host.getResource(name) : own;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> found = new ArrayList<>(Collections.list(findResources(name)));
        if (listedResource(name)) {
            found.addAll(Collections.list(host.getResources(name)));
        }
        return Collections.enumeration(found);
    }

    @Override
    public Stream<URL> resources(String name) {
        try {
            return Collections.list(getResources(name)).stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Runs work with a context class loader and puts the present one back. */
    static <T extends @Nullable Object, X extends Throwable> T with(
            ClassLoader loader, ScopedValue.CallableOp<? extends T, X> work) throws X {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return work.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
