/** Tests of the plugin on a server of its own. */
@NullMarked
package io.storelane.crm;

import org.jspecify.annotations.NullMarked;
