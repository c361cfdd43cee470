/**
 * Tenants, and the wall between them. Owns the scopes of a unit of work, the roles a database connection acts in, the one
 * transaction manager, and how long lists are paged. The wall itself is PostgreSQL's row-level security; what is here makes
 * sure that no statement reaches the database without a scope.
 */
@NullMarked
@ApplicationModule(type = ApplicationModule.Type.OPEN)
package io.storelane.tenancy;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
