package io.storelane;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** A module uses what its package says it may use, and of that only what is public there; no two use each other. */
class ModularityTests {

    @Test
    void modulesUseWhatTheyDeclare() {
        ApplicationModules.of(StorelaneServer.class).verify();
    }
}
