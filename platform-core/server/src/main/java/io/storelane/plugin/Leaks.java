package io.storelane.plugin;

import java.beans.Introspector;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;
import org.springframework.beans.CachedIntrospectionResults;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.expression.spel.support.ReflectivePropertyAccessor;
import org.springframework.util.ReflectionUtils;
import org.thymeleaf.spring6.expression.ThymeleafEvaluationContext;

/** What the libraries of the server keep of classes that they have seen: let go, or a plugin that was stopped stays in memory. */
final class Leaks {

    private Leaks() {}

    static void cure(ClassLoader loader) {
        ResolvableType.clearCache();
        ReflectionUtils.clearCache();
        AnnotationUtils.clearCache();
        CachedIntrospectionResults.clearClassLoader(loader);
        ResourceBundle.clearCache(loader);
        Introspector.flushCaches();
        clearAccessors();
    }

    /** The template engine keeps how properties are read for ever, with the classes that have them; there is no public way to them. */
    private static void clearAccessors() {
        ReflectionUtils.doWithFields(
                ThymeleafEvaluationContext.class,
                field -> {
                    field.setAccessible(true);
                    Object accessor = field.get(null);
                    ReflectionUtils.doWithFields(
                            ReflectivePropertyAccessor.class,
                            cache -> {
                                cache.setAccessible(true);
                                ((Map<?, ?>) Objects.requireNonNull(cache.get(accessor))).clear();
                            },
                            cache -> Map.class.isAssignableFrom(cache.getType())
                                    && !Modifier.isStatic(cache.getModifiers()));
                },
                field ->
                        Modifier.isStatic(field.getModifiers()) && field.getType() == ReflectivePropertyAccessor.class);
    }
}
