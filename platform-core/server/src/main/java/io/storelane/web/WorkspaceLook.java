package io.storelane.web;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** What the frame of a page has to know of the workspace; implemented by the module that owns it. */
public interface WorkspaceLook {

    /** Time zone of the workspace of the scope. */
    ZoneId zone();

    /** Address of the logo, null if there is none. */
    @Nullable String logoUrl(String slug);
}
