package io.storelane.organization.web;

import io.storelane.organization.LevelName;
import io.storelane.organization.NodeView;
import io.storelane.ui.Option;
import io.storelane.ui.TreeNode;
import io.storelane.web.Visitor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Shows nodes, parents before children, as a tree or as choices of a field. */
final class NodeTree {

    private NodeTree() {}

    /** @param hint the words behind a node's name */
    static List<TreeNode> of(List<NodeView> nodes, @Nullable UUID selected, Function<NodeView, String> hint) {
        Set<UUID> present = new HashSet<>();
        nodes.forEach(n -> present.add(n.id()));
        Map<UUID, List<NodeView>> below = new LinkedHashMap<>();
        List<NodeView> tops = new ArrayList<>();
        for (NodeView node : nodes) {
            UUID parent = node.parentId();
            if (parent != null && present.contains(parent)) {
                below.computeIfAbsent(parent, _ -> new ArrayList<>()).add(node);
            } else {
                tops.add(node);
            }
        }
        return tops.stream().map(n -> node(n, below, selected, hint)).toList();
    }

    private static TreeNode node(
            NodeView node, Map<UUID, List<NodeView>> below, @Nullable UUID selected, Function<NodeView, String> hint) {
        return new TreeNode(
                node.id().toString(),
                icon(node.depth()),
                node.name(),
                hint.apply(node),
                Visitor.path("/organization/" + node.id() + "#node"),
                node.id().equals(selected),
                below.getOrDefault(node.id(), List.of()).stream()
                        .map(child -> node(child, below, selected, hint))
                        .toList());
    }

    static String icon(int depth) {
        return switch (depth) {
            case 0 -> "building";
            case 1 -> "world";
            case 2 -> "map-pin";
            default -> "building-store";
        };
    }

    /** Choices of a field, each set in by its depth below the highest one. */
    static List<Option> options(List<NodeView> nodes) {
        int top = nodes.stream().mapToInt(NodeView::depth).min().orElse(0);
        return nodes.stream()
                .map(n -> new Option(n.id().toString(), "\u2003".repeat(n.depth() - top) + n.name()))
                .toList();
    }

    static String level(List<LevelName> levels, int depth, Locale locale) {
        return depth < levels.size() ? levels.get(depth).in(locale) : "";
    }

    /** The nodes that match, and those above them, so that each is seen in its place. */
    static List<NodeView> inPlace(List<NodeView> all, List<NodeView> matching) {
        return all.stream()
                .filter(n -> matching.stream().anyMatch(m -> m.path().startsWith(n.path())))
                .toList();
    }
}
