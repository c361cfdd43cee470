package io.storelane.web;

import io.storelane.problem.Visible;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;

/** What {@code @NotBlank} asks of forms and documents: the same as doors ask of names. */
public final class VisibleText implements ConstraintValidator<NotBlank, CharSequence> {

    @Override
    public boolean isValid(@Nullable CharSequence text, ConstraintValidatorContext context) {
        return text != null && !Visible.isBlank(text);
    }
}
