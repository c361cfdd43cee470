package io.storelane.web.api;

import io.storelane.web.list.Download;
import io.storelane.web.list.FileFormat;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.MethodParameter;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Refuses parameters of an address that are not known, and values that they cannot have. */
final class KnownParameters implements HandlerInterceptor {

    /** For each method, its parameters with the values that they may have; an empty list allows any. */
    private final Map<Method, Map<String, List<String>>> known = new ConcurrentHashMap<>();

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method) {
            Map<String, List<String>> parameters = known.computeIfAbsent(method.getMethod(), _ -> parameters(method));
            for (Enumeration<String> names = request.getParameterNames(); names.hasMoreElements(); ) {
                String name = names.nextElement();
                List<String> values = parameters.get(name);
                if (values == null) {
                    throw ApiErrors.at(ApiProblem.UNKNOWN_PARAMETER, name);
                }
                String value = value(request, name);
                if (ApiBodies.isForbidden(name) || ApiBodies.isForbidden(value)) {
                    throw ApiErrors.at(ApiProblem.FORBIDDEN_CHARACTER, name);
                }
                if (!values.isEmpty() && !value.isEmpty() && !values.contains(value)) {
                    throw ApiErrors.unknownValue(name, values);
                }
            }
        }
        return true;
    }

    private static String value(HttpServletRequest request, String name) {
        try {
            return request.getParameter(name);
        } catch (RequestRejectedException _) {
            throw ApiErrors.at(ApiProblem.UNREADABLE, name);
        }
    }

    private static Map<String, List<String>> parameters(HandlerMethod method) {
        return QueryResolver.parameters(method)
                .flatMap(p -> ApiSchemas.isPaging(p.getParameterType())
                        ? Stream.of("after", "limit").map(name -> Map.entry(name, List.<String>of()))
                        : p.getParameterType() == Download.class
                                ? Stream.of(Map.entry("format", FileFormat.codes()))
                                : name(p).map(name -> Map.entry(name, values(p))).stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Optional<String> name(MethodParameter parameter) {
        RequestParam said = parameter.getParameterAnnotation(RequestParam.class);
        return said == null
                ? Optional.empty()
                : Optional.of(said.name().isEmpty() ? parameter.getParameter().getName() : said.name());
    }

    private static List<String> values(MethodParameter parameter) {
        OneOf said = parameter.getParameterAnnotation(OneOf.class);
        return said == null ? List.of() : List.of(said.value());
    }
}
