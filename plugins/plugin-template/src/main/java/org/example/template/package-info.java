/** Notes of a workspace: a page to write and read them. */
@NullMarked
package org.example.template;

import org.jspecify.annotations.NullMarked;
