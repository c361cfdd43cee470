package io.storelane.identity.web;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** What somebody types to sign up. */
record SignUpForm(
        @NotBlank @Email @Size(max = 200) String email,
        @NotBlank @Size(max = 200) String name,
        @AssertTrue boolean terms) {}
