/** What other plugins may ask of this one: they name it in {@code plugin.dependencies} and ask for these interfaces as beans. */
@NullMarked
package io.storelane.crm.api;

import org.jspecify.annotations.NullMarked;
