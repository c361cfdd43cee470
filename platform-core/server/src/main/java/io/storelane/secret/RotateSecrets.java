package io.storelane.secret;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The command {@code rotate-secrets}: does it and ends the process. */
@Component
@ConditionalOnProperty("storelane.secret.rotate")
class RotateSecrets {

    private final SecretRotation rotation;
    private final ConfigurableApplicationContext context;

    RotateSecrets(SecretRotation rotation, ConfigurableApplicationContext context) {
        this.rotation = rotation;
        this.context = context;
    }

    /** After all else that a start does: what ends before that is found missing by those who start then, and they say so. */
    @EventListener
    void rotate(AvailabilityChangeEvent<ReadinessState> event) {
        if (event.getState() == ReadinessState.ACCEPTING_TRAFFIC) {
            rotation.run();
            Thread.ofPlatform().name("end").start(() -> System.exit(SpringApplication.exit(context)));
        }
    }
}
