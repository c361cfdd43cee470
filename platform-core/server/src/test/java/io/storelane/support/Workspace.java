package io.storelane.support;

import io.storelane.tenancy.TenantId;

/** A workspace of a test. */
public record Workspace(TenantId tenant, String slug, String name, Person owner) {}
