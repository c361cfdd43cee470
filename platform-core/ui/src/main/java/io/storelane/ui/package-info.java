/**
 * The look of Storelane: layouts, fragments, built assets, and the small view models they read. Knows nothing of
 * tenants, permissions or data; whoever renders a page fills the models.
 */
@NullMarked
package io.storelane.ui;

import org.jspecify.annotations.NullMarked;
