package io.storelane.web.api;

import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.annotation.RequestParamMethodArgumentResolver;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Reads the records of {@link Query}, each component as a parameter of its own. */
final class QueryResolver implements HandlerMethodArgumentResolver {

    private final RequestParamMethodArgumentResolver one = new RequestParamMethodArgumentResolver(false);

    /** The parameters of a method, those of its records in their place. */
    static Stream<MethodParameter> parameters(HandlerMethod method) {
        return Arrays.stream(method.getMethodParameters())
                .flatMap(p ->
                        p.hasParameterAnnotation(Query.class) ? components(constructor(p)).stream() : Stream.of(p));
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.hasParameterAnnotation(Query.class);
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binder)
            throws Exception {
        Constructor<?> constructor = constructor(parameter);
        List<MethodParameter> components = components(constructor);
        @Nullable Object[] values = new Object[components.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = one.resolveArgument(components.get(i), container, request, binder);
        }
        return BeanUtils.instantiateClass(constructor, values);
    }

    private static Constructor<?> constructor(MethodParameter parameter) {
        return parameter.getParameterType().getDeclaredConstructors()[0];
    }

    private static List<MethodParameter> components(Constructor<?> constructor) {
        return IntStream.range(0, constructor.getParameterCount())
                .mapToObj(index -> {
                    var component = new MethodParameter(constructor, index);
                    component.initParameterNameDiscovery(new org.springframework.core.DefaultParameterNameDiscoverer());
                    return component;
                })
                .toList();
    }
}
