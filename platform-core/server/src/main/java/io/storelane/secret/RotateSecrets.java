package io.storelane.secret;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.stereotype.Component;

/** The command {@code rotate-secrets}: does it and ends the process. */
@Component
@ConditionalOnProperty("storelane.secret.rotate")
class RotateSecrets implements ApplicationRunner {

    private final SecretRotation rotation;
    private final ConfigurableApplicationContext context;

    RotateSecrets(SecretRotation rotation, ConfigurableApplicationContext context) {
        this.rotation = rotation;
        this.context = context;
    }

    @Override
    public void run(ApplicationArguments args) {
        rotation.run();
        Thread.ofPlatform().name("end").start(() -> System.exit(SpringApplication.exit(context)));
    }
}
