package io.storelane.plugin.service;

import io.storelane.http.HttpResult;
import io.storelane.http.OutgoingHttp;
import io.storelane.plugin.PublishedService;
import io.storelane.plugin.api.Outgoing;
import io.storelane.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Calls of plugins to the internet. */
@Configuration(proxyBeanMethods = false)
class NetworkServices {

    private record Answer(int status, String body) implements Outgoing.Answer {}

    @Bean
    PublishedService<Outgoing> httpService(OutgoingHttp http) {
        return new PublishedService<>("http", Outgoing.class, null, _ -> (url, headers, json) -> {
            if (TransactionSynchronizationManager.isActualTransactionActive()) {
                throw new IllegalStateException("Calls to the internet are made outside of transactions.");
            }
            try {
                return switch (http.post(http.check(url), headers, json.getBytes(StandardCharsets.UTF_8))) {
                    case HttpResult.Answered answered -> new Answer(answered.status(), answered.body());
                    case HttpResult.Failed failed ->
                        throw new Outgoing.OutgoingException(failed.fault().name());
                };
            } catch (ProblemException e) {
                throw new Outgoing.OutgoingException(e.code().name());
            }
        });
    }
}
