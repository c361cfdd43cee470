package io.storelane.ui;

/** A workspace in the workspace switch. */
public record WorkspaceLink(String name, String slug, boolean current) {}
