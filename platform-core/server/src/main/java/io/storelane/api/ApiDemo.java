package io.storelane.api;

import io.storelane.access.Permission;
import java.util.EnumSet;
import java.util.UUID;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** The key of the demonstration, whose secret whoever starts the server knows ({@code storelane.demo.api-key}). */
@Component
public class ApiDemo {

    private final Environment environment;
    private final ApiKeys keys;

    ApiDemo(Environment environment, ApiKeys keys) {
        this.environment = environment;
        this.keys = keys;
    }

    /** Makes the key for all that may be done in the workspace of the scope, as its owner; nothing if no secret is set. */
    public void makeKey(UUID topNode) {
        String token = environment.getProperty("storelane.demo.api-key");
        if (token != null) {
            keys.make(new MakeApiKey("Demo", EnumSet.allOf(Permission.class), topNode, null), token);
        }
    }
}
