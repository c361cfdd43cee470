package io.storelane.ui;

/** The form of the design page. */
public record DesignForm(
        String name, String email, String role, String note, boolean terms, boolean active, String photo) {}
