/** An entity of a pretended plugin, in a schema and role of its own. */
@NullMarked
package io.storelane.tenancy.probe;

import org.jspecify.annotations.NullMarked;
