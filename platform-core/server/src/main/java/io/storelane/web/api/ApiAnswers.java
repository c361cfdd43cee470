package io.storelane.web.api;

import io.storelane.web.WebProperties;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;
import org.springframework.web.util.UriComponentsBuilder;

/** Adds the headers that an answer's content implies: where the next page is, and which version it has. */
@ControllerAdvice
class ApiAnswers implements ResponseBodyAdvice<Object> {

    private final WebProperties web;

    ApiAnswers(WebProperties web) {
        this.web = web;
    }

    @Override
    public boolean supports(MethodParameter method, Class<? extends HttpMessageConverter<?>> converter) {
        return method.getContainingClass().isAnnotationPresent(RestController.class);
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter method,
            MediaType type,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        if (body instanceof ApiPage<?> page && page.next() != null) {
            String next = web.publicUrl()
                    + UriComponentsBuilder.fromPath(request.getURI().getRawPath())
                            .query(request.getURI().getRawQuery())
                            .replaceQueryParam("after", page.next())
                            .build(true)
                            .toUriString();
            response.getHeaders().add(HttpHeaders.LINK, "<" + next + ">; rel=\"next\"");
        }
        if (body instanceof Versioned versioned) {
            response.getHeaders().setETag("\"" + versioned.version() + "\"");
        }
        return body;
    }
}
