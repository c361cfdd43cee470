package io.storelane.plugin.tool;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version after semver.org 2.0.0. What follows a {@code +} does not count when two are compared. */
public record Version(int major, int minor, int patch, String pre) implements Comparable<Version> {
    private static final String NUMBER = "(0|[1-9]\\d{0,8})";
    private static final Pattern FORM = Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER
            + "(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?");

    /** Empty if the text is no semantic version. */
    public static Optional<Version> of(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches() || text.length() > 64) {
            return Optional.empty();
        }
        String pre = m.group(4) == null ? "" : m.group(4);
        return Optional.of(new Version(number(m, 1), number(m, 2), number(m, 3), pre));
    }

    private static int number(Matcher m, int group) {
        return Integer.parseInt(m.group(group));
    }

    @Override
    public int compareTo(Version other) {
        int numbers = Integer.compare(major, other.major);
        numbers = numbers != 0 ? numbers : Integer.compare(minor, other.minor);
        numbers = numbers != 0 ? numbers : Integer.compare(patch, other.patch);
        if (numbers != 0 || pre.equals(other.pre)) {
            return numbers;
        }
        // 1.0.0-rc comes before 1.0.0
        if (pre.isEmpty() || other.pre.isEmpty()) {
            return pre.isEmpty() ? 1 : -1;
        }
        return comparePre(pre.split("\\.", -1), other.pre.split("\\.", -1));
    }

    private static int comparePre(String[] a, String[] b) {
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            int c = comparePart(a[i], b[i]);
            if (c != 0) {
                return c;
            }
        }
        return Integer.compare(a.length, b.length);
    }

    private static int comparePart(String a, String b) {
        boolean number = a.matches("\\d+");
        if (number != b.matches("\\d+")) {
            return number ? -1 : 1;
        }
        return number ? new java.math.BigInteger(a).compareTo(new java.math.BigInteger(b)) : a.compareTo(b);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch + (pre.isEmpty() ? "" : "-" + pre);
    }
}
