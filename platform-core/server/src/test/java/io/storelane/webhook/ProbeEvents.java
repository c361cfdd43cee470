package io.storelane.webhook;

import io.storelane.event.Events;
import io.storelane.event.NewEvent;
import io.storelane.support.Workspace;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Scope;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** Events of things that nothing but tests knows, numbered, so that their order can be seen. */
final class ProbeEvents {

    static final String TYPE = "probe.counted";

    private ProbeEvents() {}

    /** One of each of these objects, in one transaction. */
    static void happen(ApplicationContext context, Workspace workspace, List<UUID> objects, int number) {
        Scope.tenant(workspace.tenant())
                .run(() -> context.getBean(TransactionTemplate.class)
                        .executeWithoutResult(_ -> context.getBean(Events.class)
                                .append(objects.stream()
                                        .map(o -> new NewEvent(
                                                Scope.currentTenant(),
                                                TYPE,
                                                "probe",
                                                o,
                                                Map.of("n", number),
                                                Actor.system("test")))
                                        .toList())));
    }
}
