package io.storelane.api.web;

import io.storelane.access.Access;
import io.storelane.access.BroughtPermissions;
import io.storelane.access.Permission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Permissions as the form of a key offers them. */
record ScopeGroup(String titleKey, List<Item> items) {

    /** @param open true if the caller holds it somewhere; whether at the chosen place is checked when the key is made */
    record Item(String key, String labelKey, String helpKey, boolean chosen, boolean open) {

        private static Item of(String key, List<String> chosen, boolean open) {
            return new Item(key, "permission." + key, "permission." + key + ".help", chosen.contains(key), open);
        }
    }

    /** @param brought permissions of plugins */
    static List<ScopeGroup> of(List<String> chosen, List<BroughtPermissions.Brought> brought) {
        Access access = Access.current();
        Map<String, List<Item>> groups = new LinkedHashMap<>();
        for (Permission p : Permission.values()) {
            groups.computeIfAbsent("permission.group." + p.group(), _ -> new ArrayList<>())
                    .add(Item.of(p.key(), chosen, access.allows(p)));
        }
        for (BroughtPermissions.Brought p : brought) {
            groups.computeIfAbsent(p.groupKey(), _ -> new ArrayList<>())
                    .add(Item.of(p.name(), chosen, access.allows(p.name())));
        }
        return groups.entrySet().stream()
                .map(g -> new ScopeGroup(g.getKey(), g.getValue()))
                .toList();
    }
}
