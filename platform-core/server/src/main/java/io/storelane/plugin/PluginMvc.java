package io.storelane.plugin;

import io.storelane.access.Access;
import io.storelane.access.AccessProblem;
import io.storelane.plugin.api.RequiresPermission;
import io.storelane.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import org.springframework.context.annotation.Bean;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.ResourceHttpMessageConverter;
import org.springframework.http.converter.StringHttpMessageConverter;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.validation.Validator;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.PathMatchConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurationSupport;

/**
 * Spring MVC of one plugin: its controllers stand below its path, and each method says who may call it. No {@code @Configuration}, or the
 * server itself would find it.
 */
class PluginMvc extends WebMvcConfigurationSupport {

    private final PluginManifest manifest;
    private final ClassLoader loader;
    private final LocaleResolver locales;
    private final Validator validator;

    PluginMvc(PluginManifest manifest, ClassLoader loader, LocaleResolver locales, Validator validator) {
        this.manifest = manifest;
        this.loader = loader;
        this.locales = locales;
        this.validator = validator;
    }

    @Override
    protected void configurePathMatch(PathMatchConfigurer paths) {
        paths.addPathPrefix("/w/{workspace}" + manifest.path(), type -> type.getClassLoader() == loader);
    }

    /** As the server: JSON, and no XML for browsers that take it too. */
    @Override
    protected HttpMessageConverters createMessageConverters() {
        return HttpMessageConverters.forServer()
                .addCustomConverter(new ByteArrayHttpMessageConverter())
                .addCustomConverter(new ResourceHttpMessageConverter())
                .withStringConverter(new StringHttpMessageConverter(StandardCharsets.UTF_8))
                .withJsonConverter(new JacksonJsonHttpMessageConverter())
                .build();
    }

    @Override
    protected void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new Permissions());
    }

    @Bean
    @Override
    public LocaleResolver localeResolver() {
        return locales;
    }

    @Override
    protected Validator getValidator() {
        return validator;
    }

    /** What a page does not say nobody may do. */
    private static final class Permissions implements HandlerInterceptor {

        @Override
        public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
            RequiresPermission required = null;
            if (handler instanceof HandlerMethod method) {
                required = method.getMethodAnnotation(RequiresPermission.class);
                if (required == null) {
                    required = method.getBeanType().getAnnotation(RequiresPermission.class);
                }
            }
            if (required == null || !Access.current().allows(required.value())) {
                throw new ProblemException(AccessProblem.NOT_ALLOWED, required == null ? "?" : required.value());
            }
            return true;
        }
    }
}
