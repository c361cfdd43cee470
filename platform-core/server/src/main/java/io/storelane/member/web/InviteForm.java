package io.storelane.member.web;

import static java.util.Objects.requireNonNull;

import io.storelane.member.InvitePerson;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whom to invite, and into what. */
@SuppressWarnings("MultipleNullnessAnnotations") // empty until chosen, and refused if it stays so
record InviteForm(
        @NotBlank @Email @Size(max = 200) String email,

        @NotBlank @Size(max = 200) String name,

        @NotNull @Nullable UUID roleId,

        @NotNull @Nullable UUID nodeId,

        @Nullable UUID positionId,
        @NotNull @Pattern(regexp = "zh-CN|en") String locale) {

    InvitePerson command() {
        return new InvitePerson(
                email, name, requireNonNull(roleId), requireNonNull(nodeId), positionId, Locale.forLanguageTag(locale));
    }
}
