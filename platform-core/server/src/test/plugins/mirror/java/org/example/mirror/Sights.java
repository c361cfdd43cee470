package org.example.mirror;

import jakarta.persistence.EntityManager;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
public class Sights {

    private final EntityManager entities;

    public Sights(EntityManager entities) {
        this.entities = entities;
    }

    /** What is seen of a thing, in a transaction of the caller or one of its own. */
    @Transactional
    public void see(String kind, UUID id, String name, long version) {
        Seen seen = entities.find(Seen.class, id);
        if (seen == null) {
            seen = new Seen(id, kind);
            seen.see(name, version);
            entities.persist(seen);
        } else {
            seen.see(name, version);
        }
    }

    @Transactional
    public void markOld(String kind) {
        entities.createQuery("update Seen s set s.old = true where s.kind = :kind")
                .setParameter("kind", kind)
                .executeUpdate();
    }

    @Transactional
    public void deleteOld(String kind) {
        entities.createQuery("delete from Seen s where s.old and s.kind = :kind")
                .setParameter("kind", kind)
                .executeUpdate();
    }
}
