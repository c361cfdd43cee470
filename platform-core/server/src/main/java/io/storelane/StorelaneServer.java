package io.storelane;

import java.time.Clock;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;

/** Starts the server. */
@SpringBootApplication(
        proxyBeanMethods = false,
        nameGenerator =
                FullyQualifiedAnnotationBeanNameGenerator.class) // two modules may have a class of the same name
public class StorelaneServer {

    /**
     * Carriers of virtual threads for each processor. With one, which is the default, a carrier that the system sets aside
     * holds up its request for many slices where PostgreSQL runs on the same processors: measured in bench/README.md.
     */
    private static final int CARRIERS = 2;

    /** Asked for by this word, it gives all secrets new keys and ends; it serves nobody meanwhile. */
    private static final String ROTATE = "rotate-secrets";

    /** Asked for by this word and a file, it installs the plugin in that file, signed by the one beside it, and ends. */
    private static final String INSTALL = "install-plugin";

    private static final String[] LOCAL = {"--server.address=127.0.0.1", "--server.port=0"};

    private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

    public static void main(String[] args) {
        if (System.getProperty(PARALLELISM) == null) {
            System.setProperty(
                    PARALLELISM,
                    Integer.toString(CARRIERS * Runtime.getRuntime().availableProcessors()));
        }
        SpringApplication.run(StorelaneServer.class, arguments(args));
    }

    private static String[] arguments(String... args) {
        List<String> words = List.of(args);
        int install = words.indexOf(INSTALL);
        if (install >= 0 && install + 1 < args.length) {
            return new String[] {"--storelane.plugin.install=" + args[install + 1], LOCAL[0], LOCAL[1]};
        }
        return words.contains(ROTATE) ? new String[] {"--storelane.secret.rotate=true", LOCAL[0], LOCAL[1]} : args;
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
