package io.storelane;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** A module uses what its package says it may use, and of that only what is public there; no two use each other. */
class ModularityTests {

    @Test
    void modulesUseWhatTheyDeclare() {
        // what plugins see is a library, which modules that publish something use
        ApplicationModules.of(StorelaneServer.class, resideInAPackage("io.storelane.plugin.api.."))
                .verify();
    }
}
