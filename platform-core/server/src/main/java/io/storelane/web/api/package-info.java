/** What all of {@code /api/v1} has in common: who calls, how bodies are read and answers given, paging, versions, repeats, problems. */
@NullMarked
package io.storelane.web.api;

import org.jspecify.annotations.NullMarked;
