package io.storelane.role.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Permissions that belong together, as a form or a page shows them. */
record PermissionGroup(String titleKey, List<Item> items) {

    /**
     * @param chosen true if the role allows it
     * @param open true if the caller may give it, or take it away
     */
    record Item(String key, String labelKey, String helpKey, boolean wholeWorkspace, boolean chosen, boolean open) {}

    /** All permissions in their groups. */
    static List<PermissionGroup> of(Set<Permission> chosen, Set<Permission> had) {
        Access access = Access.current();
        Map<String, List<Item>> groups = new LinkedHashMap<>();
        for (Permission p : Permission.values()) {
            boolean open = had.contains(p) || access.holdsAll(List.of(p), Access.ROOT_PATH);
            groups.computeIfAbsent(p.group(), _ -> new ArrayList<>())
                    .add(new Item(
                            p.key(),
                            "permission." + p.key(),
                            "permission." + p.key() + ".help",
                            p.wholeWorkspace(),
                            chosen.contains(p),
                            open));
        }
        return groups.entrySet().stream()
                .map(g -> new PermissionGroup("permission.group." + g.getKey(), g.getValue()))
                .toList();
    }
}
