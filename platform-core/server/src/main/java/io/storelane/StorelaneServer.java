package io.storelane;

import java.time.Clock;
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

    public static void main(String[] args) {
        SpringApplication.run(StorelaneServer.class, args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
