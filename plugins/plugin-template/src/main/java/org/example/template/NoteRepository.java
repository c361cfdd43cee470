package org.example.template;

import io.storelane.plugin.api.AuditTrail;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The notes of the workspace that is asked for: the database shows no others. */
@Repository
public class NoteRepository {
    /** What the page shows of a note. */
    public record Line(UUID id, String text, java.time.Instant writtenAt) {}

    private final EntityManager entities;
    private final AuditTrail trail;
    private final Clock clock;

    public NoteRepository(EntityManager entities, AuditTrail trail, Clock clock) {
        this.entities = entities;
        this.trail = trail;
        this.clock = clock;
    }

    /** The latest fifty. */
    @Transactional(readOnly = true)
    public List<Line> latest() {
        return entities
                .createQuery("from Note order by writtenAt desc, id", Note.class)
                .setMaxResults(50)
                .getResultList()
                .stream()
                .map(n -> new Line(n.id(), n.text(), n.writtenAt()))
                .toList();
    }

    /** Nothing happens if the note is there already. */
    @Transactional
    public void writeOnce(UUID id, String text) {
        if (entities.find(Note.class, id) == null) {
            entities.persist(new Note(id, text, clock.instant()));
        }
    }

    /** Note and entry of the trail are written together, or neither is. */
    @Transactional
    public void write(String text) {
        Note note = new Note(UUID.randomUUID(), text, clock.instant());
        entities.persist(note);
        trail.record("note.written", note.id(), text.substring(0, Math.min(40, text.length())), Map.of());
    }
}
