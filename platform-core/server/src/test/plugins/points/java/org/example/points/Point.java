package org.example.points;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;

@Entity
class Point {

    @Id
    private UUID id;

    @TenantId
    private UUID tenantId;

    String holder;

    long amount;

    Instant givenAt;

    protected Point() {}

    Point(String holder, long amount, Instant givenAt) {
        this.id = UUID.randomUUID();
        this.holder = holder;
        this.amount = amount;
        this.givenAt = givenAt;
    }
}
