package io.storelane.plugin;

import io.storelane.access.Access;
import io.storelane.access.AccessProblem;
import io.storelane.plugin.api.ApiController;
import io.storelane.plugin.api.ApiPaging;
import io.storelane.plugin.api.RequiresPermission;
import io.storelane.problem.ProblemException;
import io.storelane.web.Problems;
import io.storelane.web.api.ApiRules;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.ResourceHttpMessageConverter;
import org.springframework.http.converter.StringHttpMessageConverter;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.validation.Validator;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.PathMatchConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurationSupport;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/**
 * Spring MVC of one plugin: its controllers stand below its path, and each method says who may call it. No {@code @Configuration}, or the
 * server itself would find it.
 */
class PluginMvc extends WebMvcConfigurationSupport {

    private static final String FAULT = PluginMvc.class.getName() + ".fault";

    private final PluginManifest manifest;
    private final ClassLoader loader;
    private final LocaleResolver locales;
    private final LocalValidatorFactoryBean jakarta;

    PluginMvc(
            PluginManifest manifest, ClassLoader loader, LocaleResolver locales, LocalValidatorFactoryBean validator) {
        this.manifest = manifest;
        this.loader = loader;
        this.locales = locales;
        this.jakarta = validator;
    }

    @Override
    protected void configurePathMatch(PathMatchConfigurer paths) {
        paths.addPathPrefix(
                "/api/v1" + manifest.path(), type -> isOwn(type) && type.isAnnotationPresent(ApiController.class));
        paths.addPathPrefix("/w/{workspace}" + manifest.path(), this::isOwn);
    }

    private boolean isOwn(Class<?> type) {
        return type.getClassLoader() == loader;
    }

    /** What the API did not answer for; null if it answered. */
    static @Nullable Throwable fault(HttpServletRequest request) {
        return (Throwable) request.getAttribute(FAULT);
    }

    /** Bodies for programs are read as the server reads its own. */
    @Override
    protected RequestMappingHandlerAdapter createRequestMappingHandlerAdapter() {
        RequestMappingHandlerAdapter adapter = super.createRequestMappingHandlerAdapter();
        adapter.setRequestBodyAdvice(List.of(new Bodies(ApiRules.bodies(jakarta))));
        return adapter;
    }

    @Override
    protected void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new Pages());
    }

    /** What a controller of the API does not deal with itself goes on to the gate, which knows the language and the problems. */
    @Override
    protected void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
        resolvers.add(1, (request, _, _, e) -> {
            if (!Problems.isApi(request)) {
                return null;
            }
            request.setAttribute(FAULT, e);
            return new ModelAndView();
        });
    }

    /** As the server: JSON, and no XML for browsers that take it too. */
    @Override
    protected HttpMessageConverters createMessageConverters() {
        return HttpMessageConverters.forServer()
                .addCustomConverter(new ByteArrayHttpMessageConverter())
                .addCustomConverter(new ResourceHttpMessageConverter())
                .withStringConverter(new StringHttpMessageConverter(StandardCharsets.UTF_8))
                .withJsonConverter(new JacksonJsonHttpMessageConverter(ApiRules.json()))
                .build();
    }

    @Override
    protected void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new Permissions());
        ApiRules.interceptors().forEach(rule -> registry.addInterceptor(rule).addPathPatterns("/api/v1/**"));
    }

    @Bean
    @Override
    public LocaleResolver localeResolver() {
        return locales;
    }

    @Override
    protected Validator getValidator() {
        return jakarta;
    }

    /** Of controllers of the API; pages say themselves what is wrong. */
    private static final class Bodies extends RequestBodyAdviceAdapter {

        private final RequestBodyAdvice rules;

        Bodies(RequestBodyAdvice rules) {
            this.rules = rules;
        }

        @Override
        public boolean supports(
                MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
            return parameter.getContainingClass().isAnnotationPresent(ApiController.class);
        }

        @Override
        public Object afterBodyRead(
                Object body,
                HttpInputMessage message,
                MethodParameter parameter,
                Type type,
                Class<? extends HttpMessageConverter<?>> converter) {
            return rules.afterBodyRead(body, message, parameter, type, converter);
        }
    }

    private record Page(String after, int limit) implements ApiPaging {}

    private static final class Pages implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == ApiPaging.class;
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binder) {
            String after = request.getParameter("after");
            String limit = request.getParameter("limit");
            return new Page(after == null ? "" : after, ApiRules.limit(limit == null ? "" : limit));
        }
    }

    /** What a page does not say nobody may do. */
    private static final class Permissions implements HandlerInterceptor {

        @Override
        public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
            RequiresPermission required =
                    handler instanceof HandlerMethod method ? PluginApiDocuments.required(method) : null;
            if (required == null || !Access.current().allows(required.value())) {
                throw new ProblemException(AccessProblem.NOT_ALLOWED, required == null ? "?" : required.value());
            }
            return true;
        }
    }
}
