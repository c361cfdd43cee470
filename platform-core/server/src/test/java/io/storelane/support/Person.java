package io.storelane.support;

import java.util.UUID;

/** Somebody who can sign in. */
public record Person(UUID id, String subject, String email, String name) {}
