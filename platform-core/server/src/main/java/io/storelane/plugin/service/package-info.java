/** What plugins are handed out: services of the modules, in the words of the plugin API. */
@NullMarked
package io.storelane.plugin.service;

import org.jspecify.annotations.NullMarked;
