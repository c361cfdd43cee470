package io.storelane.workspace.web;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What somebody types to make a workspace; {@code requestId} is the form's own token. */
record WorkspaceForm(
        @NotNull UUID requestId,
        @NotBlank @Size(max = 200) String name,
        @NotBlank @Size(max = 40) String slug,
        @NotNull @Pattern(regexp = "en|zh-CN") String locale,
        @NotNull @Currency String currency,
        @NotNull @Zone String timeZone,
        @Nullable Boolean terms) {}
