package io.storelane.plugin;

import io.storelane.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.MessageSource;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The command {@code install-plugin FILE}: installs it for all servers and ends the process. */
@Component
@ConditionalOnProperty("storelane.plugin.install")
class InstallCommand {

    private static final Logger log = LoggerFactory.getLogger(InstallCommand.class);

    private final PluginInstaller installer;
    private final PluginProperties properties;
    private final MessageSource messages;
    private final ConfigurableApplicationContext context;

    InstallCommand(
            PluginInstaller installer,
            PluginProperties properties,
            MessageSource messages,
            ConfigurableApplicationContext context) {
        this.installer = installer;
        this.properties = properties;
        this.messages = messages;
        this.context = context;
    }

    @EventListener
    void install(AvailabilityChangeEvent<ReadinessState> event) {
        if (event.getState() == ReadinessState.ACCEPTING_TRAFFIC) {
            int code = run(Path.of(properties.install()));
            Thread.ofPlatform().name("end").start(() -> System.exit(SpringApplication.exit(context, () -> code)));
        }
    }

    private int run(Path jar) {
        try {
            Path signature = Path.of(jar + ".sig");
            PluginInstaller.Release release = installer.install(
                    Files.readAllBytes(jar),
                    Files.exists(signature) ? Files.readString(signature) : "",
                    "command line",
                    Locale.ENGLISH);
            release.warnings().forEach(warning -> log.warn("{}", warning));
            log.info("Plugin {} {} is installed", release.id(), release.version());
            return 0;
        } catch (ProblemException e) {
            log.error("{}", messages.getMessage(e.code().messageKey(), e.args(), Locale.ENGLISH));
        } catch (IOException e) {
            log.error("{} cannot be read", jar, e);
        }
        return 1;
    }
}
