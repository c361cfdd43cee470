package io.storelane.plugin;

import java.util.ResourceBundle;
import org.springframework.beans.CachedIntrospectionResults;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ReflectionUtils;

/** What the libraries of the server keep of classes that they have seen: let go, or a plugin that was stopped stays in memory. */
final class Leaks {

    private Leaks() {}

    static void cure(ClassLoader loader) {
        ResolvableType.clearCache();
        ReflectionUtils.clearCache();
        AnnotationUtils.clearCache();
        CachedIntrospectionResults.clearClassLoader(loader);
        ResourceBundle.clearCache(loader);
    }
}
