package io.storelane.access;

import java.util.List;

/** Permissions that are no {@link Permission}, for who gives them on. A bean of each module that brings some. */
public interface BroughtPermissions {

    /**
     * A permission.
     *
     * @param name as in {@link Access#others()}; its text stands under {@code permission.<name>}
     * @param groupKey of the text that names what brings it
     */
    record Brought(String name, String groupKey) {}

    /** Those of the workspace of the scope. */
    List<Brought> brought();
}
