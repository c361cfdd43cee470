package io.storelane.order.figure;

import io.storelane.metric.KeptFigures;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Rounds;
import io.storelane.tenancy.Scope;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Counts the days of orders anew, in many small transactions, beside what happens meanwhile. */
@Component
class OrderDaysRecount implements KeptFigures, AutoCloseable {

    private final OrderDays days;
    private final Database database;
    private final ReadyMarks marks;
    private final Rounds rounds;

    OrderDaysRecount(OrderDays days, Database database, ReadyMarks marks) {
        this.days = days;
        this.database = database;
        this.marks = marks;
        this.rounds = new Rounds(OrderDays.QUEUE, 1, marks, this::turn);
    }

    /** A turn of the tenant of the scope. @return when it wants another */
    final Optional<Duration> turn() {
        return days.walk() ? Optional.of(Duration.ZERO) : Optional.empty();
    }

    /** Whoever looks while it is not complete sees to it that it goes on: a mark may have been lost. */
    @Override
    @Transactional(readOnly = true)
    public boolean isComplete() {
        boolean complete = database.core()
                .sql("select complete from core.order_day_state where tenant_id = :tenant")
                .param("tenant", Scope.currentTenant().value())
                .query(Boolean.class)
                .optional()
                .orElse(true);
        if (!complete) {
            marks.markAfterCommit(OrderDays.QUEUE);
        }
        return complete;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void countAnew() {
        days.begin();
    }

    @Override
    public void close() {
        rounds.close();
    }
}
