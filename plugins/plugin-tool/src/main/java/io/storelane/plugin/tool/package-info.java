/**
 * What authors and servers do with the jar of a plugin without loading it: verify, sign, check. {@link
 * io.storelane.plugin.tool.Verifier} and {@link io.storelane.plugin.tool.Signatures} are the doors, {@link
 * io.storelane.plugin.tool.Main} is the command line. Depends on ASM alone, so that a server may hold it.
 */
@NullMarked
package io.storelane.plugin.tool;

import org.jspecify.annotations.NullMarked;
