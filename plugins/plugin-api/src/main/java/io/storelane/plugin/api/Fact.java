package io.storelane.plugin.api;

/** A line that a page of the server shows for a plugin; made by {@link #of}. */
public final class Fact {

    private final String labelKey;
    private final String text;
    private final String page;

    private Fact(String labelKey, String text, String page) {
        this.labelKey = labelKey;
        this.text = text;
        this.page = page;
    }

    /**
     * @param labelKey key in {@code ui/messages.properties}
     * @param text as people read it, at most 500 characters; no markup
     */
    public static Fact of(String labelKey, String text) {
        return new Fact(labelKey, text, "");
    }

    /** The same with a link to a page of the plugin. @param page path below the plugin's own, with its slash */
    public Fact at(String page) {
        return new Fact(labelKey, text, page);
    }

    public String labelKey() {
        return labelKey;
    }

    public String text() {
        return text;
    }

    /** Empty without a link. */
    public String page() {
        return page;
    }
}
