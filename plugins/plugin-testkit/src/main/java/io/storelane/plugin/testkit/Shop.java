package io.storelane.plugin.testkit;

import java.util.Map;

/** A workspace and its owner. */
public final class Shop {
    private final String slug;
    private final String plugin;
    private final Visitor owner;

    Shop(String slug, String plugin, Visitor owner) {
        this.slug = slug;
        this.plugin = plugin;
        this.owner = owner;
    }

    /** What its address says: {@code /w/<slug>}. */
    public String slug() {
        return slug;
    }

    public Visitor owner() {
        return owner;
    }

    /** Switches the plugin on, as its page does. */
    public Shop enable() {
        return after("enable");
    }

    /** Switches the plugin off; what it has written stays. */
    public Shop disable() {
        return after("disable");
    }

    private Shop after(String verb) {
        Outcome done = owner.post("/w/" + slug + "/plugins/" + plugin + "/" + verb, Map.of());
        if (done.status() >= 400) {
            throw new IllegalStateException(
                    "Could not " + verb + " " + plugin + ": " + done.status() + "\n" + done.body());
        }
        return this;
    }

    /** Where a page of the plugin is. @param page with its slash, such as {@code /notes} */
    public String path(String page) {
        return "/w/" + slug + "/p/" + plugin + page;
    }

    /** The owner asks for a page of the plugin. */
    public Outcome get(String page) {
        return owner.get(path(page));
    }

    /** The owner sends a form to a page of the plugin. */
    public Outcome post(String page, Map<String, String> form) {
        return owner.post(path(page), form);
    }
}
