package io.storelane.plugin.testkit;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** A workspace and its owner. */
public final class Shop {
    private final String slug;
    private final String tenant;
    private final String plugin;
    private final Function<List<String>, List<String>> server;
    private final Visitor owner;

    Shop(String slug, String tenant, String plugin, Visitor owner, Function<List<String>, List<String>> server) {
        this.slug = slug;
        this.tenant = tenant;
        this.server = server;
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

    /**
     * Something has happened in the workspace: listeners of the plugin soon hear of it.
     *
     * @param type such as {@code order.placed}
     * @param objectType kind of thing that it happened to
     * @param payload JSON, as the schema of the type says
     */
    public void happened(String type, String objectType, UUID object, String payload) {
        var _ = server.apply(List.of("event", tenant, type, objectType, object.toString(), payload));
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
