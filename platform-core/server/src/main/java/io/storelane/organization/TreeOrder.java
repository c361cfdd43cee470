package io.storelane.organization;

import java.text.Collator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Order of a tree as it is read: a node, then what is below it, siblings by name in Chinese order. */
final class TreeOrder {

    private TreeOrder() {}

    static List<NodeView> parentsFirst(List<NodeView> nodes) {
        Comparator<NodeView> byName = Comparator.comparing(NodeView::name, Collator.getInstance(Locale.CHINA));
        Set<UUID> present = new HashSet<>();
        nodes.forEach(n -> present.add(n.id()));
        Map<UUID, List<NodeView>> children = new HashMap<>();
        List<NodeView> tops = new ArrayList<>();
        for (NodeView node : nodes) {
            UUID parent = node.parentId();
            if (parent != null && present.contains(parent)) {
                children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(node);
            } else {
                tops.add(node);
            }
        }
        List<NodeView> ordered = new ArrayList<>(nodes.size());
        append(tops, children, byName, ordered);
        return ordered;
    }

    private static void append(
            List<NodeView> level, Map<UUID, List<NodeView>> children, Comparator<NodeView> order, List<NodeView> out) {
        level.stream().sorted(order).forEach(node -> {
            out.add(node);
            append(children.getOrDefault(node.id(), List.of()), children, order, out);
        });
    }
}
