package io.storelane.web;

import io.storelane.ui.PaletteGroup;
import java.util.Optional;

/** Finds records for the command palette; each module that has records implements one. */
public interface PaletteSource {

    /** @param text what was typed, at least one character @return what the caller may see of it, at most 8 */
    Optional<PaletteGroup> find(String text);
}
