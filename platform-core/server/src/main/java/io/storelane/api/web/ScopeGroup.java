package io.storelane.api.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Permissions as the form of a key offers them. */
record ScopeGroup(String titleKey, List<Item> items) {

    /** @param open true if the caller holds it somewhere; whether at the chosen place is checked when the key is made */
    record Item(String key, String labelKey, String helpKey, boolean chosen, boolean open) {}

    static List<ScopeGroup> of(Set<Permission> chosen) {
        Access access = Access.current();
        Map<String, List<Item>> groups = new LinkedHashMap<>();
        for (Permission p : Permission.values()) {
            groups.computeIfAbsent(p.group(), _ -> new ArrayList<>())
                    .add(new Item(
                            p.key(),
                            "permission." + p.key(),
                            "permission." + p.key() + ".help",
                            chosen.contains(p),
                            access.allows(p)));
        }
        return groups.entrySet().stream()
                .map(g -> new ScopeGroup("permission.group." + g.getKey(), g.getValue()))
                .toList();
    }
}
