package io.storelane.web.list;

import io.storelane.web.Problems;
import io.storelane.web.Visitor;
import io.storelane.web.api.ApiErrors;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** Makes the {@link Download} of a request. */
@Configuration(proxyBeanMethods = false)
class DownloadResolver implements WebMvcConfigurer, HandlerMethodArgumentResolver {

    private final JsonMapper json;

    DownloadResolver(JsonMapper json) {
        this.json = json;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Download.class;
    }

    @Override
    public Download resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binder) {
        HttpServletRequest servlet = Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class));
        if (container != null) {
            container.setRequestHandled(true);
        }
        String wanted = servlet.getParameter("format");
        boolean api = Problems.isApi(servlet);
        FileFormat format = FileFormat.of(wanted == null ? "" : wanted).orElse(FileFormat.CSV);
        if (api && wanted != null && !format.code().equals(wanted)) {
            throw ApiErrors.unknownValue("format", FileFormat.codes());
        }
        ZoneId zone = api
                ? ZoneOffset.UTC
                : Visitor.ifPresent()
                        .map(Visitor::look)
                        .orElse(Visitor.Look.NOWHERE)
                        .zone();
        return new Download(
                format,
                zone,
                LocaleContextHolder.getLocale(),
                servlet,
                Objects.requireNonNull(request.getNativeResponse(HttpServletResponse.class)),
                json);
    }
}
