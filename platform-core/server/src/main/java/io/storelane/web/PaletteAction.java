package io.storelane.web;

import io.storelane.access.Permission;

/** Something to do that the command palette offers, for example inviting a member. */
public record PaletteAction(String icon, String labelKey, String page, Permission permission) {}
