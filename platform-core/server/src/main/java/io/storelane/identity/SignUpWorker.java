package io.storelane.identity;

import io.storelane.notification.Mailer;
import io.storelane.tenancy.Scope;
import io.storelane.web.WebProperties;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.web.client.HttpClientErrorException;

/** Turns sign-up requests into accounts at the identity provider, which mails the link to confirm and set a password. */
@Service
public class SignUpWorker implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SignUpWorker.class);
    private static final int LINK_SECONDS = 24 * 3600;
    private static final List<String> ACTIONS = List.of("VERIFY_EMAIL", "UPDATE_PASSWORD");

    private final SignUps signUps;
    private final KeycloakAdmin keycloak;
    private final Mailer mailer;
    private final WebProperties web;
    private final AtomicBoolean running = new AtomicBoolean();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("sign-ups-", 0).factory());
    private volatile boolean closed;

    SignUpWorker(SignUps signUps, KeycloakAdmin keycloak, Mailer mailer, WebProperties web) {
        this.signUps = signUps;
        this.keycloak = keycloak;
        this.mailer = mailer;
        this.web = web;
    }

    /** Begins to work off what waits; returns at once. */
    public void wake() {
        if (!closed) {
            threads.execute(this::tried);
        }
    }

    private void tried() {
        try {
            work();
        } catch (RuntimeException e) {
            log.warn("Sign-ups could not be worked off, the next tick goes on", e);
        }
    }

    /** Works off what waits; one thread a process, further calls meanwhile return at once. */
    public void work() {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        try {
            Scope.PLATFORM.run(() -> {
                boolean more = true;
                while (more && !closed) {
                    List<SignUps.Request> batch = signUps.claim(20);
                    batch.forEach(this::handle);
                    more = !batch.isEmpty();
                }
            });
        } finally {
            running.set(false);
        }
    }

    boolean isIdle() {
        return !running.get();
    }

    /** Waits for the requests that are being worked off, ten seconds at most. */
    @Override
    public void close() {
        closed = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException _) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void handle(SignUps.Request request) {
        try {
            KeycloakAdmin.UserRepresentation user = findOrCreate(request);
            String id = java.util.Objects.requireNonNull(user.id());
            if (user.emailVerified()) {
                Locale locale = Locale.forLanguageTag(request.locale());
                mailer.send(
                        request.email(),
                        locale,
                        "known-address",
                        Map.of("name", request.name(), "link", web.publicUrl() + "/login"));
            } else {
                // the mail goes last: what fails before it is tried again without another mail
                signUps.register(request, id);
                keycloak.executeActionsEmail(id, "storelane", web.publicUrl() + "/start", LINK_SECONDS, ACTIONS);
            }
            signUps.done(request);
        } catch (RuntimeException e) {
            log.warn("Sign-up {} did not work at try {}", request.id(), request.attempts(), e);
            signUps.failed(request, e.getClass().getSimpleName());
        }
    }

    private KeycloakAdmin.UserRepresentation findOrCreate(SignUps.Request request) {
        try {
            keycloak.create(new KeycloakAdmin.UserRepresentation(
                    null,
                    request.email(),
                    request.email(),
                    request.name(),
                    true,
                    false,
                    ACTIONS,
                    Map.of("locale", List.of(request.locale()))));
        } catch (HttpClientErrorException.Conflict _) {
            log.debug("The address of sign-up {} is known", request.id());
        }
        return keycloak.find(request.email(), true).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The user is not there after it was made."));
    }
}
