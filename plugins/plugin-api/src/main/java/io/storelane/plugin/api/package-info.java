/**
 * What a plugin implements and calls. An extension point is an interface that extends {@link org.pf4j.ExtensionPoint}; an
 * implementation of it is annotated {@link org.pf4j.Extension}, is a bean of the plugin's context, and may ask for other
 * beans and for published services in its constructor. A published service is an interface that the server implements; it is
 * handed out if {@code plugin.uses} names it.
 *
 * <p>Version 0.1: may change until the first connectors have proven it. A plugin says in {@code plugin.requires} which
 * versions it was built for.
 */
@NullMarked
package io.storelane.plugin.api;

import org.jspecify.annotations.NullMarked;
