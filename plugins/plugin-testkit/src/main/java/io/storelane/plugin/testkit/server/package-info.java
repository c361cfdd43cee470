/** What runs behind the wall between a test and the server: seen there under another class loader. */
@NullMarked
package io.storelane.plugin.testkit.server;

import org.jspecify.annotations.NullMarked;
