package io.storelane.web.api;

import static io.storelane.web.api.ApiSchemas.fields;

import io.storelane.access.Permission;
import io.storelane.web.WebProperties;
import io.storelane.web.list.Download;
import io.storelane.web.list.FileFormat;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.ValueConstants;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

/**
 * The OpenAPI document (3.1), made once for each language from the routes that the dispatcher knows, the methods behind them and what {@link
 * ApiOperation} says of these. So it cannot name a field that is not read.
 */
@Component
public class ApiReference {

    private static final String PROBLEM = "#/components/responses/Problem";

    private final ObjectProvider<RequestMappingHandlerMapping> mapping;
    private final WebProperties web;
    private final JsonMapper json;
    private final Supplier<Map<String, Object>> english = SingletonSupplier.of(() -> make(Locale.ENGLISH));
    private final Supplier<Map<String, Object>> chinese = SingletonSupplier.of(() -> make(Locale.SIMPLIFIED_CHINESE));

    ApiReference(
            @Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> mapping,
            WebProperties web,
            JsonMapper json) {
        this.mapping = mapping;
        this.web = web;
        this.json = json;
    }

    /** A route and the method behind it. */
    public record Route(String method, String path, HandlerMethod handler) {

        /** The class without its ending: what the route is about. */
        public String tag() {
            return handler.getBeanType().getSimpleName().replaceFirst("Api$", "");
        }

        /** Name of the operation: what it is about, and the method. */
        public String id() {
            return Character.toLowerCase(tag().charAt(0)) + tag().substring(1) + "."
                    + handler.getMethod().getName();
        }

        public @Nullable ApiOperation operation() {
            return handler.getMethodAnnotation(ApiOperation.class);
        }

        /** Type of the body; null if there is none. One that is read as a stream is a file, too. */
        public @Nullable Type body() {
            if (Arrays.stream(handler.getMethodParameters()).anyMatch(p -> p.getParameterType() == InputStream.class)) {
                return byte[].class;
            }
            return Arrays.stream(handler.getMethodParameters())
                    .filter(p -> p.hasParameterAnnotation(RequestBody.class))
                    .map(MethodParameter::getGenericParameterType)
                    .findFirst()
                    .orElse(null);
        }

        /** Type of the answer; null if there is none. */
        public @Nullable Type answer() {
            Type type = handler.getMethod().getGenericReturnType();
            if (type instanceof ParameterizedType generic && generic.getRawType() == ResponseEntity.class) {
                type = generic.getActualTypeArguments()[0];
            }
            return type == void.class || type == Void.class ? null : type;
        }

        /** Type of an answer that is a file; empty if it is none. */
        public String file() {
            RequestMapping mapping =
                    AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), RequestMapping.class);
            return mapping == null || mapping.produces().length == 0 ? "" : mapping.produces()[0];
        }

        /** Types of a body that is a file, in the order in which they are named. */
        public List<String> fileTypes() {
            RequestMapping mapping =
                    AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), RequestMapping.class);
            return mapping == null
                    ? List.of()
                    : Arrays.stream(mapping.consumes())
                            .flatMap(type ->
                                    type.equals("image/*") ? Stream.of("image/png", "image/jpeg") : Stream.of(type))
                            .toList();
        }

        /** Status of an answer that is no problem. */
        public int status() {
            ResponseStatus named = handler.getMethodAnnotation(ResponseStatus.class);
            if (named != null) {
                return named.code().value();
            }
            if (answer() == null && file().isEmpty()) {
                return HttpStatus.NO_CONTENT.value();
            }
            boolean made = handler.getMethod().getReturnType() == ResponseEntity.class && answer() != byte[].class;
            return (made ? HttpStatus.CREATED : HttpStatus.OK).value();
        }
    }

    /** All routes of the API, by address. */
    public List<Route> routes() {
        return routes(mapping.getObject());
    }

    /** Those of another dispatcher. */
    public static List<Route> routes(RequestMappingHandlerMapping mapping) {
        List<Route> routes = new ArrayList<>();
        mapping.getHandlerMethods()
                .forEach((info, handler) -> Objects.requireNonNull(info.getPathPatternsCondition())
                        .getPatternValues()
                        .forEach(path -> info.getMethodsCondition().getMethods().forEach(method -> {
                            if (path.startsWith("/api/v1/") && !path.equals(ApiFilter.DOCUMENT)) {
                                routes.add(new Route(method.name(), path, handler));
                            }
                        })));
        routes.sort(Comparator.comparing(Route::path).thenComparing(Route::method));
        return routes;
    }

    /** The document in English. */
    public Map<String, Object> document() {
        return document(Locale.ENGLISH);
    }

    /** The document, with titles and descriptions in this language: Chinese, or else English. */
    public Map<String, Object> document(Locale locale) {
        return Objects.requireNonNull(locale.getLanguage().equals("zh") ? chinese.get() : english.get());
    }

    /** The name of what routes are about, in words. */
    static String title(String tag) {
        String words = tag.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        return tag.charAt(0) + words.substring(1);
    }

    private Map<String, Object> make(Locale locale) {
        ApiWords words = ApiWords.of(locale);
        return make(
                new Book(
                        "Storelane API",
                        "1",
                        words.text("overview", ApiTexts.OVERVIEW),
                        routes(),
                        ApiReference::said,
                        words::text),
                words);
    }

    /** What is said of a route. @param scope names of the permissions that the door requires */
    public record Said(String value, String details, List<String> scope, String body, String answer) {}

    /**
     * What a document is about.
     *
     * @param description Markdown
     * @param said of a route; null = nothing
     * @param words a text by its key, else the English one that is given
     */
    public record Book(
            String title,
            String version,
            String description,
            List<Route> routes,
            Function<Route, @Nullable Said> said,
            BinaryOperator<String> words) {}

    /** A document of routes that this server's own dispatcher does not know. Nothing of it is kept here. */
    public Map<String, Object> document(Book book, Locale locale) {
        return make(book, ApiWords.of(locale));
    }

    private static @Nullable Said said(Route route) {
        ApiOperation said = route.operation();
        return said == null
                ? null
                : new Said(
                        said.value(),
                        said.details(),
                        Arrays.stream(said.scope()).map(Permission::key).toList(),
                        said.body(),
                        said.answer());
    }

    private Map<String, Object> make(Book book, ApiWords words) {
        var schemas = new ApiSchemas();
        Map<String, Object> paths = new LinkedHashMap<>();
        List<Map<String, Object>> tags = new ArrayList<>();
        for (Route route : book.routes()) {
            @SuppressWarnings("unchecked")
            Map<String, Object> methods =
                    (Map<String, Object>) paths.computeIfAbsent(route.path(), _ -> new LinkedHashMap<>());
            methods.put(route.method().toLowerCase(Locale.ROOT), operation(route, book, schemas));
            Map<String, Object> tag = fields(
                    "name", route.tag(), "x-displayName", book.words().apply("tag." + route.tag(), title(route.tag())));
            if (!tags.contains(tag)) {
                tags.add(tag);
            }
        }
        return fields(
                "openapi", "3.1.0",
                "info",
                        fields(
                                "title",
                                book.title(),
                                "version",
                                book.version(),
                                "description",
                                book.description(),
                                "license",
                                fields("name", "Apache-2.0", "identifier", "Apache-2.0")),
                "servers", List.of(fields("url", web.publicUrl())),
                "security", List.of(fields("key", List.of())),
                "tags", tags,
                "paths", paths,
                "components", components(schemas, words));
    }

    private Map<String, Object> operation(Route route, Book book, ApiSchemas schemas) {
        Said said = book.said().apply(route);
        Map<String, Object> operation = fields(
                "operationId",
                route.id(),
                "tags",
                List.of(route.tag()),
                "summary",
                said == null ? "" : book.words().apply(route.id(), said.value()));
        if (said != null && !said.details().isEmpty()) {
            operation.put("description", book.words().apply(route.id() + ".details", said.details()));
        }
        operation.put("x-scope", said == null ? List.of() : said.scope());
        operation.put("parameters", parameters(route));
        Type body = route.body();
        if (body != null) {
            operation.put("requestBody", fields("required", true, "content", bodyContent(route, body, said, schemas)));
        }
        operation.put("responses", responses(route, said, schemas));
        return operation;
    }

    private Map<String, Object> bodyContent(Route route, Type body, @Nullable Said said, ApiSchemas schemas) {
        if (body == byte[].class) {
            Map<String, Object> files = new LinkedHashMap<>();
            route.fileTypes().forEach(type -> files.put(type, fields()));
            return files;
        }
        Map<String, Object> content = fields("schema", schemas.of(body));
        if (said != null && !said.body().isEmpty()) {
            content.put("example", json.readTree(said.body()));
        }
        return fields("application/json", content);
    }

    private static List<Object> parameters(Route route) {
        List<Object> parameters = new ArrayList<>();
        for (MethodParameter parameter :
                QueryResolver.parameters(route.handler()).toList()) {
            for (Annotation annotation : parameter.getParameterAnnotations()) {
                String name = Objects.requireNonNull(parameter.getParameter().getName());
                switch (annotation) {
                    case PathVariable _ ->
                        parameters.add(fields(
                                "name",
                                name,
                                "in",
                                "path",
                                "required",
                                true,
                                "schema",
                                ApiSchemas.ofParameter(parameter.getParameterType())));
                    case RequestParam said -> parameters.add(parameter(name, said, parameter));
                    case IfMatch _ -> parameters.add(fields("$ref", "#/components/parameters/IfMatch"));
                    case RequestHeader _ -> {}
                    default -> {}
                }
            }
            if (ApiSchemas.isPaging(parameter.getParameterType())) {
                parameters.add(fields("$ref", "#/components/parameters/After"));
                parameters.add(fields("$ref", "#/components/parameters/Limit"));
            }
            if (parameter.getParameterType() == Download.class) {
                parameters.add(fields(
                        "name",
                        "format",
                        "in",
                        "query",
                        "required",
                        false,
                        "schema",
                        fields("type", "string", "enum", FileFormat.codes(), "default", "csv")));
            }
        }
        if (route.method().equals("POST")) {
            parameters.add(fields("$ref", "#/components/parameters/IdempotencyKey"));
        }
        return parameters;
    }

    private static Map<String, Object> parameter(String name, RequestParam said, MethodParameter parameter) {
        Class<?> type = parameter.getParameterType();
        boolean required = said.required() && said.defaultValue().equals(ValueConstants.DEFAULT_NONE);
        Map<String, Object> schema = List.class.isAssignableFrom(type)
                ? ApiSchemas.array(fields("type", "string"))
                : ApiSchemas.ofParameter(type);
        OneOf values = parameter.getParameterAnnotation(OneOf.class);
        if (values != null) {
            schema.put("enum", List.of(values.value()));
        }
        if (!said.defaultValue().equals(ValueConstants.DEFAULT_NONE)
                && !said.defaultValue().isEmpty()) {
            schema.put("default", type == String.class ? said.defaultValue() : (Object) said.defaultValue());
        }
        return fields(
                "name",
                said.name().isEmpty() ? name : said.name(),
                "in",
                "query",
                "required",
                required,
                "schema",
                schema);
    }

    private Map<String, Object> responses(Route route, @Nullable Said said, ApiSchemas schemas) {
        Map<String, Object> responses = new LinkedHashMap<>();
        responses.put(String.valueOf(route.status()), success(route, said, schemas));
        responses.put("401", fields("$ref", PROBLEM));
        if (said != null && !said.scope().isEmpty()) {
            responses.put("403", fields("$ref", PROBLEM));
        }
        if (route.path().contains("{")) {
            responses.put("404", fields("$ref", PROBLEM));
        }
        if (Arrays.stream(route.handler().getMethodParameters())
                .anyMatch(p -> p.hasParameterAnnotation(IfMatch.class))) {
            responses.put("412", fields("$ref", PROBLEM));
            responses.put("428", fields("$ref", PROBLEM));
        }
        if (!route.method().equals("GET")) {
            responses.put("409", fields("$ref", PROBLEM));
        }
        if (route.body() != null) {
            responses.put("422", fields("$ref", PROBLEM));
        }
        responses.put("429", fields("$ref", PROBLEM));
        return responses;
    }

    private Map<String, Object> success(Route route, @Nullable Said said, ApiSchemas schemas) {
        Map<String, Object> success =
                fields("description", HttpStatus.valueOf(route.status()).getReasonPhrase());
        Type answer = route.answer();
        if (answer == null || answer == byte[].class) {
            String file = answer == null ? route.file() : "image/png";
            if (!file.isEmpty()) {
                success.put("content", fields(file, fields()));
            }
            return success;
        }
        Map<String, Object> headers = new LinkedHashMap<>();
        if (answer instanceof Class<?> type && Versioned.class.isAssignableFrom(type)) {
            headers.put("ETag", fields("$ref", "#/components/headers/ETag"));
        }
        if (route.status() == HttpStatus.CREATED.value()) {
            headers.put("Location", fields("$ref", "#/components/headers/Location"));
        }
        boolean page = ApiSchemas.isPage(answer);
        if (page) {
            headers.put("Link", fields("$ref", "#/components/headers/Link"));
        }
        if (!headers.isEmpty()) {
            success.put("headers", headers);
        }
        Map<String, Object> content = fields("schema", schemas.of(answer));
        if (said != null && !said.answer().isEmpty()) {
            Object example = json.readTree(said.answer());
            content.put("example", page ? fields("data", List.of(example), "next", NullNode.getInstance()) : example);
        }
        success.put("content", fields("application/json", content));
        return success;
    }

    private static Map<String, Object> components(ApiSchemas schemas, ApiWords words) {
        Map<String, Object> all = new LinkedHashMap<>(schemas.all());
        Map<String, Object> text = fields("type", "string");
        all.put(
                "Problem",
                fields(
                        "type",
                        "object",
                        "properties",
                        fields(
                                "type", fields("type", "string", "format", "uri"),
                                "title", text,
                                "status", fields("type", "integer"),
                                "detail", text,
                                "instance", fields("type", "string", "format", "uri"),
                                "errors",
                                        ApiSchemas.array(fields(
                                                "type",
                                                "object",
                                                "properties",
                                                fields("field", text, "code", text, "detail", text),
                                                "required",
                                                List.of("field", "code", "detail")))),
                        "required",
                        List.of("type", "title", "status", "instance")));
        return fields(
                "securitySchemes",
                fields(
                        "key",
                        fields(
                                "type",
                                "http",
                                "scheme",
                                "bearer",
                                "description",
                                words.text("key", "An API key: `sl_live_<id>_<secret>`."))),
                "parameters",
                fields(
                        "After",
                                parameter(
                                        "after",
                                        "query",
                                        false,
                                        words.text("parameter/After", "`next` of the page before."),
                                        text),
                        "Limit",
                                parameter(
                                        "limit",
                                        "query",
                                        false,
                                        words.text("parameter/Limit", "How many at most."),
                                        fields(
                                                "type",
                                                "integer",
                                                "minimum",
                                                1,
                                                "maximum",
                                                Paging.MOST,
                                                "default",
                                                Paging.USUAL)),
                        "IfMatch",
                                parameter(
                                        "If-Match",
                                        "header",
                                        true,
                                        words.text("parameter/IfMatch", "`ETag` of the answer that is changed."),
                                        text),
                        "IdempotencyKey",
                                parameter(
                                        RepeatedRequests.HEADER,
                                        "header",
                                        false,
                                        words.text(
                                                "parameter/IdempotencyKey",
                                                "A value of your own for this request: sent again within 24 hours, it gets the same answer."),
                                        fields("type", "string", "minLength", 1, "maxLength", 200))),
                "headers",
                fields(
                        "ETag",
                                fields(
                                        "description",
                                        words.text("header/ETag", "Version, for `If-Match`."),
                                        "schema",
                                        text),
                        "Location",
                                fields(
                                        "description",
                                        words.text("header/Location", "Address of what was made."),
                                        "schema",
                                        text),
                        "Link",
                                fields(
                                        "description",
                                        words.text("header/Link", "Address of the next page, `rel=\"next\"`."),
                                        "schema",
                                        text)),
                "responses",
                fields(
                        "Problem",
                        fields(
                                "description",
                                words.text("response/Problem", "What is wrong, and where (RFC 9457)."),
                                "content",
                                fields(
                                        "application/problem+json",
                                        fields(
                                                "schema",
                                                fields("$ref", "#/components/schemas/Problem"),
                                                "example",
                                                ApiTexts.problem(words))))),
                "schemas",
                all);
    }

    private static Map<String, Object> parameter(
            String name, String in, boolean required, String description, Map<String, Object> schema) {
        return fields("name", name, "in", in, "required", required, "description", description, "schema", schema);
    }
}
