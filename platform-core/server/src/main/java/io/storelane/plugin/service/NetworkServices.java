package io.storelane.plugin.service;

import io.storelane.http.HttpCall;
import io.storelane.http.HttpResult;
import io.storelane.http.OutgoingHttp;
import io.storelane.plugin.PublishedService;
import io.storelane.plugin.api.Outgoing;
import io.storelane.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Calls of plugins to the internet. */
@Configuration(proxyBeanMethods = false)
class NetworkServices {

    /** Of an answer: a page of orders with all that belongs to them. */
    private static final int MOST_BYTES = 8 * 1024 * 1024;

    private record Answer(HttpResult.Answered answered) implements Outgoing.Answer {

        @Override
        public int status() {
            return answered.status();
        }

        @Override
        public String body() {
            return answered.body();
        }

        @Override
        public Optional<String> header(String name) {
            return Optional.ofNullable(answered.headers().get(name));
        }

        @Override
        public Optional<Duration> retryAfter() {
            return Optional.ofNullable(answered.retryAfter());
        }
    }

    @Bean
    PublishedService<Outgoing> httpService(OutgoingHttp http) {
        return new PublishedService<>("http", Outgoing.class, null, _ -> request -> sent(http, request));
    }

    private static Outgoing.Answer sent(OutgoingHttp http, Outgoing.Request request) throws Outgoing.OutgoingException {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("Calls to the internet are made outside of transactions.");
        }
        try {
            HttpCall call = new HttpCall(
                    request.method(),
                    http.check(request.url()),
                    request.headers(),
                    request.contentType(),
                    request.body().getBytes(StandardCharsets.UTF_8),
                    MOST_BYTES);
            return switch (http.call(call)) {
                case HttpResult.Answered answered
                when answered.cut() -> throw new Outgoing.OutgoingException("TOO_LARGE");
                case HttpResult.Answered answered -> new Answer(answered);
                case HttpResult.Failed failed ->
                    throw new Outgoing.OutgoingException(failed.fault().name());
            };
        } catch (ProblemException e) {
            throw new Outgoing.OutgoingException(e.code().name());
        }
    }
}
