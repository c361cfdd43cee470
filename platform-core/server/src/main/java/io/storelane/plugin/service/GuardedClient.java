package io.storelane.plugin.service;

import io.storelane.http.HttpCall;
import io.storelane.http.HttpFault;
import io.storelane.http.HttpResult;
import io.storelane.http.OutgoingHttp;
import io.storelane.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Sends what the library for S3 asks for by the client that reaches the internet and nothing else. Made for one piece of work. */
final class GuardedClient implements SdkHttpClient {

    /** A list of a thousand files, or an error. */
    static final int LIST = 4 * 1024 * 1024;

    /** Those are the connection's, and not signed. */
    private static final Set<String> CONNECTION =
            Set.of("host", "content-length", "content-type", "transfer-encoding", "connection", "expect");

    private final OutgoingHttp http;
    private final int mostBytes;
    private boolean cut;
    private @Nullable HttpFault fault;

    GuardedClient(OutgoingHttp http, int mostBytes) {
        this.http = http;
        this.mostBytes = mostBytes;
    }

    boolean isCut() {
        return cut;
    }

    /** True if the address may not be called. */
    boolean isForbidden() {
        return fault == HttpFault.NOT_PUBLIC || fault == HttpFault.NOT_ENCRYPTED;
    }

    /** What went wrong. */
    String word() {
        return cut ? "More than " + mostBytes + " bytes" : fault == null ? "BROKEN" : fault.name();
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {

            @Override
            public HttpExecuteResponse call() throws IOException {
                return send(request);
            }

            @Override
            public void abort() {
                // it ends by its own limit of time
            }
        };
    }

    private HttpExecuteResponse send(HttpExecuteRequest request) throws IOException {
        SdkHttpRequest asked = request.httpRequest();
        Map<String, String> headers = new LinkedHashMap<>();
        asked.forEachHeader((name, values) -> {
            if (!CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                headers.put(name, String.join(",", values));
            }
        });
        byte[] body = new byte[0];
        if (request.contentStreamProvider().isPresent()) {
            try (InputStream content = request.contentStreamProvider().get().newStream()) {
                body = content.readAllBytes();
            }
        }
        String type = asked.firstMatchingHeader("Content-Type").orElse("");
        try {
            HttpCall call = new HttpCall(
                    asked.method().name(), http.check(asked.getUri().toString()), headers, type, body, mostBytes);
            return switch (http.call(call)) {
                case HttpResult.Failed failed -> {
                    fault = failed.fault();
                    throw new IOException(failed.fault().name());
                }
                case HttpResult.Answered answered -> {
                    if (answered.cut()) {
                        cut = true;
                        throw new IOException("More than " + mostBytes + " bytes");
                    }
                    yield response(answered);
                }
            };
        } catch (ProblemException e) {
            fault = HttpFault.NOT_PUBLIC;
            throw new IOException(e.code().name());
        }
    }

    private static HttpExecuteResponse response(HttpResult.Answered answered) {
        SdkHttpResponse.Builder response = SdkHttpResponse.builder().statusCode(answered.status());
        answered.headers().forEach(response::putHeader);
        return HttpExecuteResponse.builder()
                .response(response.build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answered.content())))
                .build();
    }

    @Override
    public void close() {
        // the client is everybody's
    }
}
