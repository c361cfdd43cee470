package io.storelane.api.web;

import io.storelane.access.Permission;
import io.storelane.api.MakeApiKey;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What can be entered for a key.
 *
 * @param scopes keys of permissions
 * @param expiresAt last day, as the date field gives it; empty = none
 */
@SuppressWarnings("MultipleNullnessAnnotations") // empty until chosen, and refused if it stays so
record KeyForm(
        @NotBlank @Size(max = 100) String name,
        List<String> scopes,
        @NotNull @Nullable UUID nodeId,

        @Pattern(regexp = "|[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
        String expiresAt) {

    static final int MOST_GRACE_HOURS = 168;

    KeyForm(@Nullable String name, @Nullable List<String> scopes, @Nullable UUID nodeId, @Nullable String expiresAt) {
        this.name = name == null ? "" : name;
        this.scopes = scopes == null ? List.of() : List.copyOf(scopes);
        this.nodeId = nodeId;
        this.expiresAt = expiresAt == null ? "" : expiresAt;
    }

    Set<Permission> chosen() {
        Set<Permission> chosen = EnumSet.noneOf(Permission.class);
        scopes.forEach(key -> Permission.of(key).ifPresent(chosen::add));
        return chosen;
    }

    /** The last day counts whole. @param brought permissions of plugins that may be chosen */
    MakeApiKey command(ZoneId zone, Set<String> brought) {
        Instant end = expiresAt.isEmpty()
                ? null
                : lastDay().plusDays(1).atStartOfDay(zone).toInstant();
        return new MakeApiKey(
                name.strip(),
                chosen(),
                brought.stream().filter(scopes::contains).collect(Collectors.toSet()),
                Objects.requireNonNull(nodeId),
                end);
    }

    /** A 31st of a short month is its last day. */
    private LocalDate lastDay() {
        LocalDate first = LocalDate.parse(expiresAt.substring(0, 8) + "01");
        int day = Integer.parseInt(expiresAt.substring(8));
        return first.withDayOfMonth(Math.min(day, first.lengthOfMonth()));
    }
}
