package io.storelane.customer;

import java.util.regex.Pattern;

/** Addresses of electronic mail. */
public final class Emails {

    private static final String ATOM = "[^\\s\\p{Cntrl}@<>(),:;.\"\\\\\\[\\]]+";
    private static final String TOP = "(?:\\p{L}{2,63}|xn--[A-Za-z0-9-]{2,59})";

    private static final Pattern ADDRESS = address("\\p{L}\\p{N}");

    private static final Pattern MASKED = address("\\p{L}\\p{N}*");

    private Emails() {}

    private static Pattern address(String letters) {
        String label = "[" + letters + "](?:[" + letters + "-]{0,61}[" + letters + "])?";
        return Pattern.compile(ATOM + "(?:\\." + ATOM + ")*@(?:" + label + "\\.)+" + TOP);
    }

    /** True for none at all, and for a name, an at sign and the name of a domain. Whether mail arrives there nobody knows. */
    public static boolean arePlausible(String email) {
        return email.isEmpty() || ADDRESS.matcher(email).matches();
    }

    /** Like {@link #arePlausible}, where letters of the domain may be stars, too: shops give addresses away in this form. */
    public static boolean arePlausibleOrMasked(String email) {
        return email.isEmpty() || MASKED.matcher(email).matches();
    }
}
