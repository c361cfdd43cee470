package org.example.loyalty;

import io.storelane.plugin.api.AuditTrail;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.example.loyalty.api.Points;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
public class Cards implements Points {

    private final EntityManager entities;
    private final AuditTrail trail;

    public Cards(EntityManager entities, AuditTrail trail) {
        this.entities = entities;
        this.trail = trail;
    }

    @Transactional(readOnly = true)
    public List<Card> all() {
        return entities.createQuery("from Card order by name", Card.class).getResultList();
    }

    @Transactional
    public void add(String name) {
        Card card = new Card(UUID.randomUUID(), name);
        entities.persist(card);
        trail.record("card.added", card.getId(), name, Map.of("name", name));
        if (name.startsWith("late")) {
            throw new IllegalStateException("after both have written");
        }
    }

    @Override
    @Transactional
    public void give(String name) {
        entities.persist(new Card(UUID.randomUUID(), name));
    }

    @Transactional
    public void rename(String from, String to) {
        entities.createQuery("update Card set name = :to where name = :from")
                .setParameter("from", from)
                .setParameter("to", to)
                .executeUpdate();
    }

    /** The host refuses: the label is what a caller of the trail must not leave out. */
    @Transactional
    public void addWithoutThing(String name) {
        entities.persist(new Card(UUID.randomUUID(), name));
        trail.record("card.added", null, name, Map.of());
    }
}
