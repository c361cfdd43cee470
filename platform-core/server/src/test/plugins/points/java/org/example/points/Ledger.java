package org.example.points;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
public class Ledger {

    private final EntityManager entities;

    public Ledger(EntityManager entities) {
        this.entities = entities;
    }

    @Transactional(readOnly = true)
    public Optional<Long> of(String holder) {
        return entities.createQuery("select amount from Point where holder = :holder", Long.class)
                .setParameter("holder", holder)
                .getResultStream()
                .findFirst();
    }

    @Transactional(readOnly = true)
    public long given(Instant begin, Instant end) {
        return entities.createQuery("select coalesce(sum(amount), 0) from Point where givenAt >= :begin and givenAt < :end", Long.class)
                .setParameter("begin", begin)
                .setParameter("end", end)
                .getSingleResult();
    }

    @Transactional(readOnly = true)
    public List<Point> after(String holder, int most) {
        return entities.createQuery("from Point where holder > :holder order by holder", Point.class)
                .setParameter("holder", holder)
                .setMaxResults(most)
                .getResultList();
    }

    /** @return true if there were none before */
    @Transactional
    public boolean put(String holder, long amount, Instant at) {
        int changed = entities.createQuery("update Point set amount = :amount where holder = :holder")
                .setParameter("amount", amount)
                .setParameter("holder", holder)
                .executeUpdate();
        if (changed == 0) {
            entities.persist(new Point(holder, amount, at));
        }
        return changed == 0;
    }
}
