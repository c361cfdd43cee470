package io.storelane;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Starts the server. */
@SpringBootApplication(proxyBeanMethods = false)
public class StorelaneServer {

    public static void main(String[] args) {
        SpringApplication.run(StorelaneServer.class, args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
