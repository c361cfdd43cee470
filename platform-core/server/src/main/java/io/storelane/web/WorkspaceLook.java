package io.storelane.web;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** What the frame of a page has to know of the workspace; implemented by the module that owns it. */
public interface WorkspaceLook {

    /**
     * Time zone and logo of a workspace.
     *
     * @param logoUrl address of the logo, null if there is none
     */
    record Look(ZoneId zone, @Nullable String logoUrl) {}

    /** The look of the workspace of the scope, read in one go. */
    Look of(String slug);
}
