package io.storelane.identity;

import io.storelane.notification.Mailer;
import io.storelane.tenancy.Scope;
import io.storelane.web.WebProperties;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.web.client.HttpClientErrorException;

/** Turns sign-up requests into accounts at the identity provider, which mails the link to confirm and set a password. */
@Service
public class SignUpWorker {

    private static final Logger log = LoggerFactory.getLogger(SignUpWorker.class);
    private static final int LINK_SECONDS = 24 * 3600;
    private static final List<String> ACTIONS = List.of("VERIFY_EMAIL", "UPDATE_PASSWORD");

    private final SignUps signUps;
    private final KeycloakAdmin keycloak;
    private final Mailer mailer;
    private final WebProperties web;
    private final AtomicBoolean running = new AtomicBoolean();

    SignUpWorker(SignUps signUps, KeycloakAdmin keycloak, Mailer mailer, WebProperties web) {
        this.signUps = signUps;
        this.keycloak = keycloak;
        this.mailer = mailer;
        this.web = web;
    }

    /** Works off what waits; one thread a process, further calls meanwhile return at once. */
    public void work() {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        try {
            Scope.PLATFORM.run(() -> {
                List<SignUps.Request> batch = signUps.claim(20);
                while (!batch.isEmpty()) {
                    batch.forEach(this::handle);
                    batch = signUps.claim(20);
                }
            });
        } finally {
            running.set(false);
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
