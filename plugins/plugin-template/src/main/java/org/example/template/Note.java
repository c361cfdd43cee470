package org.example.template;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** What somebody has written down. */
@Entity
class Note {
    @Id
    private UUID id = new UUID(0, 0);

    /** Set by the server. */
    @TenantId
    private @Nullable UUID tenantId;

    private String text = "";
    private Instant writtenAt = Instant.EPOCH;

    protected Note() {}

    Note(UUID id, String text, Instant writtenAt) {
        this.id = id;
        this.text = text;
        this.writtenAt = writtenAt;
    }

    UUID id() {
        return id;
    }

    String text() {
        return text;
    }

    Instant writtenAt() {
        return writtenAt;
    }
}
