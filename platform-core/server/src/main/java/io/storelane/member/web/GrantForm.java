package io.storelane.member.web;

import jakarta.validation.constraints.NotNull;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A role to give at a place. */
@SuppressWarnings("MultipleNullnessAnnotations") // empty until chosen, and refused if it stays so
record GrantForm(
        @NotNull @Nullable UUID roleId, @NotNull @Nullable UUID nodeId) {}
