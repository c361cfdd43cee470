package io.storelane.fulfilment;

import io.storelane.order.OrderFilter;
import io.storelane.order.OrderList;
import io.storelane.order.OrderSummary;
import io.storelane.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Work at the locations for a workspace that is to look lively: done through the doors, as people would. */
@Component
public class FulfilmentDemo {

    private static final int MOST = 200;

    private final OrderList orders;
    private final FulfilmentSync sync;
    private final FulfilmentList list;
    private final Fulfilments fulfilments;
    private final Tracking tracking;
    private final TransactionTemplate transaction;

    FulfilmentDemo(
            OrderList orders,
            FulfilmentSync sync,
            FulfilmentList list,
            Fulfilments fulfilments,
            Tracking tracking,
            TransactionTemplate transaction) {
        this.orders = orders;
        this.sync = sync;
        this.list = list;
        this.fulfilments = fulfilments;
        this.tracking = tracking;
        this.transaction = transaction;
    }

    /** Works on some of what the placed orders hold; needs them. The caller acts as somebody who may all this. */
    public void seed() {
        List<UUID> placed = orders.find(OrderFilter.ALL, "", MOST).rows().stream()
                .map(OrderSummary::id)
                .toList();
        transaction.executeWithoutResult(_ -> sync.sync(placed));
        int number = 0;
        for (FulfilmentView one : list.find(new FulfilmentFilter("open", "", null, null, "created"), "", MOST)
                .rows()) {
            work(number++, one.id());
        }
    }

    /** What its state does not allow just does not happen. */
    private void work(int i, UUID id) {
        try {
            if (i == 9) {
                fulfilments.reject(id, "包装破损，无法发货");
                return;
            }
            if (i % 6 == 0) {
                return;
            }
            fulfilments.accept(id);
            if (i % 6 == 1) {
                return;
            }
            fulfilments.pick(id);
            if (i % 6 == 2) {
                return;
            }
            fulfilments.pack(id);
            if (i % 6 == 3) {
                return;
            }
            if (i % 6 == 5) {
                fulfilments.ship(id, List.of(parcel(i, Map.of())));
                fulfilments.deliver(id);
            } else {
                shipInParts(i, id);
            }
        } catch (ProblemException _) {
            // the next one is worked on all the same
        }
    }

    /** One unit first, which has arrived and has a link for the shopper; the others are on their way. */
    private void shipInParts(int i, UUID id) {
        FulfilmentView one = fulfilments.fulfilment(id);
        if (one.left() < 2) {
            fulfilments.ship(id, List.of(parcel(i, Map.of())));
            return;
        }
        UUID first = fulfilments
                .ship(id, List.of(parcel(i, Map.of(one.lines().getFirst().lineId(), 1L))))
                .getFirst();
        tracking.link(id, first);
        fulfilments.deliverParcel(id, first);
        fulfilments.ship(id, List.of(parcel(100 + i, Map.of())));
    }

    private static NewParcel parcel(int number, Map<UUID, Long> units) {
        return new NewParcel("顺丰速运", "SF" + (1_000_000_000_000L + number), units);
    }
}
