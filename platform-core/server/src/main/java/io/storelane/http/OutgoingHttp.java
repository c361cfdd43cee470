package io.storelane.http;

import io.storelane.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Service;

/**
 * Calls addresses that people enter. A name is looked up once for a connection, every address behind it is checked, and the
 * connection goes to one of those that were checked: a name that answers differently the next time gains nothing.
 */
@Service
@EnableConfigurationProperties(HttpProperties.class)
public class OutgoingHttp implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OutgoingHttp.class);

    /** Of an answer, what is read at most. */
    public static final int MOST_BYTES = 64 * 1024;

    private static final int CONNECTIONS = 2_000;
    private static final int LONGEST_URL = 2_000;
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private final Set<InetAddress> allowed;
    private final Duration timeout;
    private final CloseableHttpClient encrypted;

    /** Without TLS: reaches only what was allowed. */
    private final CloseableHttpClient plain;

    private final ScheduledThreadPoolExecutor deadlines = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("http-deadlines").daemon().factory());

    OutgoingHttp(HttpProperties properties, Environment environment) {
        this.allowed = properties.allow().stream().map(InetAddress::ofLiteral).collect(Collectors.toSet());
        this.timeout = properties.timeout();
        if (!allowed.isEmpty()) {
            Trial.require(environment);
        }
        deadlines.setRemoveOnCancelPolicy(true); // else each call stays in memory until its time would have ended
        this.encrypted = client(properties, false);
        this.plain = client(properties, true);
    }

    private CloseableHttpClient client(HttpProperties properties, boolean withoutTls) {
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(new Guard(allowed, withoutTls))
                // one receiver cannot take what others need: whoever calls limits what it sends to each
                .setMaxConnTotal(CONNECTIONS)
                .setMaxConnPerRoute(CONNECTIONS)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(properties.connectTimeout()))
                        .setSocketTimeout(Timeout.of(timeout))
                        .setTimeToLive(TimeValue.ofMinutes(1))
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .build())
                .build();
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(Timeout.of(timeout))
                        .setConnectionRequestTimeout(Timeout.of(timeout))
                        .setRedirectsEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .setUserAgent("Storelane")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    /** Looks names up and lets pass those only that lead out into the internet. */
    private record Guard(Set<InetAddress> allowed, boolean withoutTls) implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            InetAddress[] found = SystemDefaultDnsResolver.INSTANCE.resolve(host);
            for (InetAddress address : found) {
                if (!Addresses.mayBeCalled(address, allowed)) {
                    throw new Forbidden(HttpFault.NOT_PUBLIC);
                }
                if (withoutTls && !allowed.contains(address)) {
                    throw new Forbidden(HttpFault.NOT_ENCRYPTED);
                }
            }
            return found;
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    private static final class Forbidden extends UnknownHostException {
        private static final long serialVersionUID = 1L;
        private final HttpFault fault;

        Forbidden(HttpFault fault) {
            this.fault = fault;
        }
    }

    /**
     * An address as it was typed, if it can be one to call. What its name leads to is seen with each call.
     *
     * @throws ProblemException if it cannot, with the reason
     */
    public URI check(String address) {
        URI url;
        try {
            url = new URI(address.strip());
        } catch (URISyntaxException _) {
            throw new ProblemException(HttpProblem.NO_ADDRESS);
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(scheme.equals("http") && !allowed.isEmpty())) {
            throw new ProblemException(scheme.isEmpty() ? HttpProblem.NO_ADDRESS : HttpProblem.SCHEME);
        }
        if (url.getRawUserInfo() != null) {
            throw new ProblemException(HttpProblem.USER_INFO);
        }
        String host = url.getHost();
        if (host == null
                || host.isEmpty()
                || url.getPort() > 65_535
                || url.getPort() == 0
                || address.length() > LONGEST_URL) {
            throw new ProblemException(HttpProblem.NO_ADDRESS);
        }
        if (url.getRawFragment() != null) {
            throw new ProblemException(HttpProblem.FRAGMENT);
        }
        InetAddress literal = literal(host);
        if (literal != null && !Addresses.mayBeCalled(literal, allowed)) {
            throw new ProblemException(HttpProblem.NOT_PUBLIC);
        }
        return url;
    }

    private static @Nullable InetAddress literal(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.equals("localhost") || name.endsWith(".localhost")) {
            return InetAddress.ofLiteral("127.0.0.1");
        }
        try {
            return InetAddress.ofLiteral(host.replaceFirst("^\\[(.*)]$", "$1"));
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /** Sends JSON by POST; never inside of a transaction. Comes back within the time of {@code storelane.http.timeout}. */
    public HttpResult post(URI url, Map<String, String> headers, byte[] json) {
        return call(new HttpCall("POST", url, headers, HttpCall.JSON, json, MOST_BYTES));
    }

    /** Never inside of a transaction. Comes back within the time of {@code storelane.http.timeout}. */
    public HttpResult call(HttpCall call) {
        HttpUriRequestBase request = request(call);
        AtomicBoolean late = new AtomicBoolean();
        Future<?> deadline = deadlines.schedule(
                () -> {
                    late.set(true);
                    request.cancel();
                },
                timeout.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            boolean withoutTls = "http".equalsIgnoreCase(call.url().getScheme());
            return send(withoutTls ? plain : encrypted, request, call.mostBytes());
        } catch (IOException | RuntimeException e) {
            return new HttpResult.Failed(late.get() ? HttpFault.TOO_SLOW : fault(e));
        } finally {
            deadline.cancel(false);
        }
    }

    private static HttpUriRequestBase request(HttpCall call) {
        HttpUriRequestBase request = new HttpUriRequestBase(call.method(), call.url());
        call.headers().forEach(request::setHeader);
        ContentType type = call.contentType().isEmpty() ? null : ContentType.parse(call.contentType());
        if (type != null || call.method().startsWith("P")) { // one that changes something says that it has no body
            request.setEntity(new ByteArrayEntity(call.body(), type));
        }
        return request;
    }

    private static HttpResult send(CloseableHttpClient client, HttpUriRequestBase request, int most)
            throws IOException {
        ClassicHttpResponse answer = client.executeOpen(null, request, HttpClientContext.create());
        boolean whole = false;
        try {
            byte[] body = new byte[0];
            HttpEntity entity = answer.getEntity();
            if (entity == null) {
                whole = true;
            } else {
                InputStream content = entity.getContent();
                body = content.readNBytes(most);
                whole = body.length < most || content.read() < 0;
            }
            return new HttpResult.Answered(answer.getCode(), body, !whole, retryAfter(answer), headers(answer));
        } finally {
            if (!whole) {
                request.cancel(); // else closing would read all the rest
            }
            close(answer);
        }
    }

    /** The first of each name. */
    private static Map<String, String> headers(ClassicHttpResponse answer) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : answer.getHeaders()) {
            headers.putIfAbsent(header.getName(), String.valueOf(header.getValue()));
        }
        return headers;
    }

    /** Gives the connection back, or ends it if it was cancelled. */
    private static void close(ClassicHttpResponse answer) {
        try {
            answer.close();
        } catch (IOException e) {
            log.debug("The end of an answer was not as it should be", e);
        }
    }

    private static @Nullable Duration retryAfter(ClassicHttpResponse answer) {
        Header header = answer.getFirstHeader("Retry-After");
        String value = header == null ? "" : header.getValue();
        if (value == null || !value.matches("[0-9]{1,9}")) {
            return null;
        }
        Duration wait = Duration.ofSeconds(Long.parseLong(value));
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private static HttpFault fault(Exception failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            HttpFault fault = switch (e) {
                case Forbidden forbidden -> forbidden.fault;
                case UnknownHostException _ -> HttpFault.NO_SUCH_HOST;
                case ConnectTimeoutException _ -> HttpFault.NOT_CONNECTED;
                case NoRouteToHostException _ -> HttpFault.REFUSED;
                case ConnectException _ -> HttpFault.REFUSED;
                case SSLException ssl -> tls(ssl);
                case SocketTimeoutException _ -> HttpFault.TOO_SLOW;
                case InterruptedIOException _ -> HttpFault.TOO_SLOW;
                default -> null;
            };
            if (fault != null) {
                return fault;
            }
        }
        return HttpFault.BROKEN;
    }

    private static HttpFault tls(SSLException failure) {
        if (failure instanceof SSLPeerUnverifiedException) {
            return HttpFault.TLS_NAME;
        }
        for (Throwable e = failure.getCause(); e != null; e = e.getCause()) {
            if (e instanceof CertificateExpiredException) {
                return HttpFault.TLS_EXPIRED;
            }
            if (e instanceof CertPathBuilderException) {
                return HttpFault.TLS_UNTRUSTED;
            }
            if (String.valueOf(e.getMessage()).startsWith("No subject alternative")
                    || String.valueOf(e.getMessage()).startsWith("No name matching")) {
                return HttpFault.TLS_NAME;
            }
        }
        return HttpFault.TLS_FAILED;
    }

    @Override
    public void close() throws IOException {
        deadlines.shutdownNow();
        encrypted.close();
        plain.close();
    }
}
