package org.example.loyalty;

import org.springframework.context.annotation.Import;

/** In the place of the configuration: a release with it starts on some servers only. */
@Import(Loyalty.class)
public class Sometimes {

    public Sometimes() {
        if (System.getenv("LOYALTY_FAILS") != null) {
            throw new IllegalStateException("Not on this server");
        }
    }
}
