package io.storelane.tenancy.probe;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.TenantId;

/** A row of the pretended plugin. */
@Entity
@Table(name = "probe_note")
@SuppressWarnings("UnusedVariable") // fields are read by Hibernate
public class ProbeNote {

    @Id
    private UUID id;

    @TenantId
    private UUID tenantId;

    private String text;

    @SuppressWarnings("NullAway.Init")
    protected ProbeNote() {}

    @SuppressWarnings("NullAway.Init")
    public ProbeNote(UUID id, String text) {
        this.id = id;
        this.text = text;
    }
}
