package io.storelane.workspace;

import io.storelane.tenancy.Ids;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.Locale;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** The settings row of a tenant; there is exactly one. */
@Entity
@Table(name = "tenant_profile")
@SuppressWarnings("UnusedVariable") // fields are read by Hibernate
class TenantProfile {

    @Id
    private UUID id;

    @TenantId
    private UUID tenantId;

    private String name;
    private String locale;
    private String currency;
    private String timeZone;
    private String country;
    private String region;
    private String city;
    private String street;
    private String postalCode;
    private String phone;
    private @Nullable UUID logoFileId;
    private boolean firstStepsHidden;

    @Version
    private long version;

    @SuppressWarnings("NullAway.Init")
    protected TenantProfile() {}

    @SuppressWarnings("NullAway.Init") // the tenant is written by Hibernate
    TenantProfile(WorkspaceSettings settings) {
        id = Ids.next();
        change(settings);
    }

    final void change(WorkspaceSettings settings) {
        name = settings.name();
        locale = settings.locale().toLanguageTag();
        currency = settings.currency();
        timeZone = settings.timeZone();
        country = settings.country();
        region = settings.region();
        city = settings.city();
        street = settings.street();
        postalCode = settings.postalCode();
        phone = settings.phone();
    }

    WorkspaceSettings settings() {
        return new WorkspaceSettings(
                name,
                Locale.forLanguageTag(locale),
                currency,
                timeZone,
                country,
                region,
                city,
                street,
                postalCode,
                phone);
    }

    /** @return the picture that was the logo before */
    @Nullable UUID setLogo(@Nullable UUID fileId) {
        UUID before = logoFileId;
        logoFileId = fileId;
        return before;
    }

    void hideFirstSteps(boolean hidden) {
        firstStepsHidden = hidden;
    }

    @Nullable UUID logo() {
        return logoFileId;
    }

    boolean firstStepsHidden() {
        return firstStepsHidden;
    }

    long version() {
        return version;
    }
}
