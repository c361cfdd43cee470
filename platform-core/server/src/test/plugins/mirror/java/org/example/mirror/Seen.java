package org.example.mirror;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.UUID;
import org.hibernate.annotations.TenantId;

@Entity
class Seen {

    @Id
    private UUID id;

    @TenantId
    private UUID tenantId;

    private String kind;

    private String name;

    private long version;

    private boolean old;

    protected Seen() {}

    Seen(UUID id, String kind) {
        this.id = id;
        this.kind = kind;
        this.version = -1;
    }

    UUID id() {
        return id;
    }

    String name() {
        return name;
    }

    void see(String name, long version) {
        if (version >= this.version) {
            this.name = name;
            this.version = version;
        }
        this.old = false;
    }
}
