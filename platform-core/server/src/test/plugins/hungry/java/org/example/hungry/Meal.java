package org.example.hungry;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.UUID;
import org.hibernate.annotations.TenantId;

@Entity
class Meal {

    @Id
    private UUID id;

    @TenantId
    private UUID tenantId;

    private String name;

    protected Meal() {}

    Meal(UUID id, String name) {
        this.id = id;
        this.name = name;
    }
}
