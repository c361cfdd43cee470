/**
 * A real server for the tests of a plugin, with a database of its own and without an identity provider. {@link
 * io.storelane.plugin.testkit.TestServer} is where a test begins; {@link io.storelane.plugin.testkit.PluginContractTests} is what every
 * plugin keeps.
 */
@NullMarked
package io.storelane.plugin.testkit;

import org.jspecify.annotations.NullMarked;
