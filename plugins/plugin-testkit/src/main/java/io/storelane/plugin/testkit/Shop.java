package io.storelane.plugin.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A workspace and its owner. */
public final class Shop {
    private static final Pattern NODE = Pattern.compile("<option value=\"([0-9a-f-]{36})\"");
    private static final Pattern SCOPE = Pattern.compile("name=\"scopes\"[^>]*value=\"([a-z0-9._-]+)\"");
    private static final Pattern TOKEN = Pattern.compile("id=\"token\">([^<]+)<");

    private final String slug;
    private final String tenant;
    private final String ownerId;
    private final String plugin;
    private final Function<List<String>, List<String>> server;
    private final Visitor owner;
    private @Nullable Api api;

    Shop(List<String> made, String plugin, Visitor owner, Function<List<String>, List<String>> server) {
        this.slug = made.get(0);
        this.tenant = made.get(2);
        this.ownerId = made.get(3);
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

    /** The workspace's id, as the plugin's tables know it. */
    public UUID tenant() {
        return UUID.fromString(tenant);
    }

    /** A program with a key of the workspace; the first call makes the key. */
    public Api api() {
        Api made = api;
        if (made == null) {
            made = new Api(owner.address(), key());
            api = made;
        }
        return made;
    }

    private String key() {
        String page = "/w/" + slug + "/keys/new";
        String form = owner.get(page).body();
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        fields.add(Map.entry("name", "Test kit"));
        fields.add(Map.entry("nodeId", first(NODE, form)));
        SCOPE.matcher(form).results().forEach(m -> fields.add(Map.entry("scopes", m.group(1))));
        return first(TOKEN, owner.post(page, fields).body());
    }

    private static String first(Pattern pattern, String body) {
        Matcher found = pattern.matcher(body);
        if (!found.find()) {
            throw new IllegalStateException("The page of keys has changed: no " + pattern);
        }
        return found.group(1);
    }

    /** Switches the plugin on, as its page does. */
    public Shop enable() {
        return after("enable", plugin);
    }

    /** Switches another plugin on. */
    public Shop enable(String other) {
        return after("enable", other);
    }

    /** Switches the plugin off; what it has written stays. */
    public Shop disable() {
        return after("disable", plugin);
    }

    private Shop after(String verb, String plugin) {
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

    /**
     * A channel reports an order of one thing.
     *
     * @param minor what it costs, in the smallest unit of the channel's currency
     * @return the order
     */
    public UUID sold(UUID channel, UUID customer, long minor) {
        return UUID.fromString(server.apply(List.of(
                        "order", tenant, ownerId, channel.toString(), customer.toString(), Long.toString(minor)))
                .getFirst());
    }

    /** Where a page of the plugin is. @param page with its slash, such as {@code /notes} */
    public String path(String page) {
        return "/w/" + slug + "/p/" + plugin + page;
    }

    /** The owner asks for a page of the plugin. */
    public Outcome get(String page) {
        return owner.get(path(page));
    }

    /** The owner asks for a page of the plugin until it contains the text, or {@link Patience} is over. */
    public Outcome getUntil(String page, String text) {
        Patience.until(() -> get(page).body().contains(text));
        return get(page);
    }

    /** The owner sends a form to a page of the plugin. */
    public Outcome post(String page, Map<String, String> form) {
        return owner.post(path(page), form);
    }
}
