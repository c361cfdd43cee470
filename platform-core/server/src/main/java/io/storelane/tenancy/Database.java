package io.storelane.tenancy;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * JDBC access, a client per role. A statement needs an open transaction and a scope that its role is for.
 *
 * @param platform schema {@code platform}, in the platform scope
 * @param core schema {@code core}, in a tenant scope
 * @param infra schema {@code infra}: own login and pool, own transactions, ids only
 */
public record Database(JdbcClient platform, JdbcClient core, JdbcClient infra) {}
