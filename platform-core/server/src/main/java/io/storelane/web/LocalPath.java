package io.storelane.web;

import java.util.regex.Pattern;

/** Addresses to return to, which come from the browser and must not lead to another site. */
public final class LocalPath {

    private static final Pattern LOCAL = Pattern.compile("/(?![/\\\\])[\\x21-\\x7e&&[^\\\\]]{0,2000}");

    private LocalPath() {}

    /** The path if it stays on this site, else {@code /}. */
    public static String orHome(String path) {
        return LOCAL.matcher(path).matches() || path.equals("/") ? path : "/";
    }
}
