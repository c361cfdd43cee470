package io.storelane.plugin;

import io.storelane.plugin.api.DataSet;
import io.storelane.plugin.api.ListAction;
import io.storelane.plugin.api.Metric;
import io.storelane.plugin.api.NotificationSender;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/**
 * An extension whose description, which is what its methods without parameters give, was read once, when the plugin started: the
 * server asks for it on threads of its own and within transactions, where no code of a plugin may run. Its other methods are those of
 * the extension.
 */
final class Described implements InvocationHandler {

    /** Those of which the server makes pages, files and texts. */
    static final Set<Class<?>> KINDS = Set.of(DataSet.class, ListAction.class, Metric.class, NotificationSender.class);

    private final Object extension;
    private final Map<String, Object> description;

    private Described(Object extension, Map<String, Object> description) {
        this.extension = extension;
        this.description = description;
    }

    /** Extensions of one of the kinds; called on a thread of the plugin. @throws IllegalStateException if one does not say what it is */
    static List<Object> all(ApplicationContext context, Class<?> kind) {
        return context.getBeansOfType(kind).values().stream()
                .map(extension -> of(kind, extension))
                .toList();
    }

    private static Object of(Class<?> kind, Object extension) {
        Map<String, Object> description = new HashMap<>();
        for (Method method : kind.getMethods()) {
            if (isDescription(method)) {
                description.put(method.getName(), read(extension, method));
            }
        }
        return Proxy.newProxyInstance(
                kind.getClassLoader(), new Class<?>[] {kind}, new Described(extension, Map.copyOf(description)));
    }

    private static boolean isDescription(Method method) {
        return method.getParameterCount() == 0
                && !Modifier.isStatic(method.getModifiers())
                && method.getDeclaringClass() != Object.class;
    }

    private static Object read(Object extension, Method method) {
        try {
            Object value = method.invoke(extension);
            if (value != null) {
                return value instanceof List<?> list ? List.copyOf(list) : value;
            }
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(place(extension, method) + " fails: " + e.getCause(), e.getCause());
        } catch (IllegalAccessException | NullPointerException e) {
            throw new IllegalStateException(place(extension, method) + " cannot be read", e);
        }
        throw new IllegalStateException(place(extension, method) + " gives null");
    }

    private static String place(Object extension, Method method) {
        return extension.getClass().getName() + "." + method.getName() + "()";
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
        if (isDescription(method)) {
            return description.get(method.getName());
        }
        if (method.getDeclaringClass() == Object.class && method.getName().equals("equals")) {
            return args != null && proxy == args[0];
        }
        try {
            return method.invoke(extension, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
