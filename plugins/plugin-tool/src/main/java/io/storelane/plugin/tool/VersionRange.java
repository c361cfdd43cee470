package io.storelane.plugin.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What versions will do: {@code >=1.0.0 & <2.0.0}, any number of bounds joined by {@code &}, or {@code *} for each. */
public final class VersionRange {
    private static final Pattern BOUND = Pattern.compile("(>=|<=|>|<|=)\\s*(\\S+)");

    private record Bound(String operator, Version version) {
        boolean holds(Version v) {
            int c = v.compareTo(version);
            return switch (operator) {
                case ">=" -> c >= 0;
                case "<=" -> c <= 0;
                case ">" -> c > 0;
                case "<" -> c < 0;
                default -> c == 0;
            };
        }
    }

    private final String text;
    private final List<Bound> bounds;

    private VersionRange(String text, List<Bound> bounds) {
        this.text = text;
        this.bounds = bounds;
    }

    /** Empty if the text is no range. */
    public static Optional<VersionRange> of(String text) {
        if (text.trim().equals("*")) {
            return Optional.of(new VersionRange("*", List.of()));
        }
        List<Bound> bounds = new ArrayList<>();
        for (String part : text.split("&", -1)) {
            Matcher m = BOUND.matcher(part.trim());
            Optional<Version> version = m.matches() ? Version.of(m.group(2)) : Optional.empty();
            if (version.isEmpty()) {
                return Optional.empty();
            }
            bounds.add(new Bound(m.group(1), version.get()));
        }
        return Optional.of(new VersionRange(text.trim(), bounds));
    }

    public boolean contains(Version version) {
        return bounds.stream().allMatch(b -> b.holds(version));
    }

    @Override
    public String toString() {
        return text;
    }
}
