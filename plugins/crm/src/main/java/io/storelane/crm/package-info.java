/**
 * What a workspace knows of its customers beyond the master record: a view of their orders, attributes and notes of its own, segments by
 * rules, and tasks for whom to call next. All of it is made with the published contracts alone.
 */
@NullMarked
package io.storelane.crm;

import org.jspecify.annotations.NullMarked;
