package io.storelane.web.api;

import jakarta.validation.Validator;
import java.util.List;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdvice;
import tools.jackson.databind.json.JsonMapper;

/** How requests of the API are read, for a dispatcher that is not the server's own: to the letter, too. */
public final class ApiRules {

    /** Where the API of plugins is. */
    public static final String PLUGINS = "/api/v1/p/";

    private ApiRules() {}

    /** Refuse what nobody would read. */
    public static List<HandlerInterceptor> interceptors() {
        return List.of(new KnownParameters(), new ApiConfiguration.UnusedVersions());
    }

    /** Names all that is wrong with a body. */
    public static RequestBodyAdvice bodies(Validator validator) {
        return new ApiBodies(validator);
    }

    /** One of its own: one that is shared would hold classes of who uses it. */
    public static JsonMapper json() {
        return ApiConfiguration.strict(JsonMapper.builder().build());
    }

    /** @param limit as it was sent; empty = the usual. @throws io.storelane.problem.ProblemException 422 if it is none */
    public static int limit(String limit) {
        return limit.isEmpty() ? Paging.USUAL : ApiConfiguration.limit(limit);
    }
}
