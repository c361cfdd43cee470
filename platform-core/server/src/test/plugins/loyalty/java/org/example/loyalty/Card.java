package org.example.loyalty;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.UUID;
import org.hibernate.annotations.TenantId;

@Entity
class Card {

    @Id
    private UUID id;

    @TenantId
    private UUID tenantId;

    private String name;

    private long points;

    protected Card() {}

    Card(UUID id, String name) {
        this.id = id;
        this.name = name;
    }

    public UUID getId() {
        return id;
    }

    public String getName() {
        return name;
    }
}
