package io.storelane.fulfilment;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.order.Receivers;
import io.storelane.problem.FieldErrors;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What is printed of fulfilment orders of locations within reach. Who prints a receiver in full goes on record. */
@Service
public class Papers {

    /** Fulfilment orders of one file. */
    public static final int MOST = 100;

    private final FulfilmentRows rows;
    private final Receivers receivers;
    private final AuditLog audit;

    Papers(FulfilmentRows rows, Receivers receivers, AuditLog audit) {
        this.rows = rows;
        this.receivers = receivers;
        this.audit = audit;
    }

    /** @param full true if the receiver is not masked */
    public record Paper(FulfilmentView one, Receivers.Receiver receiver, boolean full) {}

    /**
     * These, in this order.
     *
     * @param named true if the receiver's street and phone are printed, for those who may see them
     */
    @Transactional
    public List<Paper> of(List<UUID> ids, boolean named) {
        Access access = Access.current();
        access.require(Permission.FULFILMENT_VIEW);
        List<UUID> once = List.copyOf(new LinkedHashSet<>(ids));
        if (once.isEmpty() || once.size() > MOST) {
            new FieldErrors().add("id", WorkProblem.BAD_PAPERS, MOST).throwIfAny();
        }
        List<Paper> papers = new ArrayList<>();
        for (UUID id : once) {
            FulfilmentView one = rows.find(id, Permission.FULFILMENT_VIEW, false);
            boolean full = named && access.allowsAt(Permission.PERSONAL_DATA, one.path());
            papers.add(new Paper(one, receivers.of(one.orderId(), full), full));
            if (full) {
                audit.record(
                        "fulfilment.printed",
                        new AuditTarget("fulfilment", one.id(), one.number(), one.nodeId()),
                        Map.of(),
                        Map.of());
            }
        }
        return papers;
    }
}
