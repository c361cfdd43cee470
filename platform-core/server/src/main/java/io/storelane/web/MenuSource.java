package io.storelane.web;

import io.storelane.access.Access;
import java.util.List;
import java.util.Locale;

/** Pages of the menu and the command palette that come and go while the server runs. */
public interface MenuSource {

    /** Those that this caller may see in the workspace of the request, in their order. */
    List<Link> links(Access access, Locale locale);

    /**
     * @param label as people read it
     * @param page path below the workspace
     */
    record Link(String icon, String label, String page) {}
}
