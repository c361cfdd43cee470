package io.storelane.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of the organisation tree that somebody reaches: subtrees, each named by its top node's path. Paths end with a
 * slash, so a subtree is the range from its path to the path with the slash replaced by the next character, in byte order
 * ({@code COLLATE "C"}): a condition that an index can answer under row-level security.
 */
public record Reach(List<String> paths) {

    public static final Reach NOTHING = new Reach(List.of());

    public Reach {
        paths = List.copyOf(paths);
    }

    /** The union of the subtrees; one that lies in another is dropped. */
    public static Reach of(Collection<String> paths) {
        List<String> tops = new ArrayList<>();
        for (String path : paths.stream().distinct().sorted().toList()) {
            if (tops.stream().noneMatch(path::startsWith)) {
                tops.add(path);
            }
        }
        return new Reach(tops);
    }

    public boolean isEmpty() {
        return paths.isEmpty();
    }

    public boolean covers(String path) {
        return paths.stream().anyMatch(path::startsWith);
    }

    /** The part of it that lies at this path or below. */
    public Reach within(String path) {
        return covers(path)
                ? new Reach(List.of(path))
                : new Reach(paths.stream().filter(p -> p.startsWith(path)).toList());
    }

    /** True if it covers every place that the other covers. */
    public boolean coversAll(Reach other) {
        return other.paths.stream().allMatch(this::covers);
    }

    /** SQL condition on a path column; its values are {@link #params()}. Reaching nothing gives {@code false}. */
    public String condition(String column) {
        if (paths.isEmpty()) {
            return "false";
        }
        StringBuilder sql = new StringBuilder("(");
        for (int i = 0; i < paths.size(); i++) {
            sql.append(i == 0 ? "" : " or ")
                    .append("(%s >= :reach%d and %s < :reachEnd%d)".formatted(column, i, column, i));
        }
        return sql.append(')').toString();
    }

    /**
     * The same condition for rows that are found by another key, one at a time. The planner, which does not know how many rows
     * a tenant has, would else read all of the subtree for each.
     */
    public String filter(String column) {
        return condition("(" + column + " || '')");
    }

    public Map<String, Object> params() {
        Map<String, Object> params = new HashMap<>();
        for (int i = 0; i < paths.size(); i++) {
            String path = paths.get(i);
            params.put("reach" + i, path);
            params.put("reachEnd" + i, end(path));
        }
        return params;
    }

    /** The first path behind all of the subtree, in byte order. */
    public static String end(String path) {
        int last = path.length() - 1;
        return path.substring(0, last) + (char) (path.charAt(last) + 1);
    }
}
