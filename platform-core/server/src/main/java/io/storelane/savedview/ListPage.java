package io.storelane.savedview;

import io.storelane.access.Permission;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A list of which people may keep own views. A module says so by a bean of this type, and its page shows them by the fragments
 * {@code savedview/parts :: tabs} and {@code :: tools}.
 *
 * <p>Example: {@code ListPage.of("products", Permission.PRODUCTS_VIEW, "q", "state", "sort=-updated")}.
 *
 * @param name first part of the page's path below the workspace
 * @param permission what the list asks for
 * @param defaults the parameters of the address that make up a view, in their order, each with the value that says nothing
 */
public record ListPage(String name, Permission permission, Map<String, String> defaults) {

    public ListPage {
        defaults = Collections.unmodifiableMap(new LinkedHashMap<>(defaults));
    }

    /** @param parameters names, with {@code =} and the value that says nothing unless that is the empty one */
    public static ListPage of(String name, Permission permission, String... parameters) {
        Map<String, String> defaults = new LinkedHashMap<>();
        for (String parameter : parameters) {
            int at = parameter.indexOf('=');
            defaults.put(at < 0 ? parameter : parameter.substring(0, at), at < 0 ? "" : parameter.substring(at + 1));
        }
        return new ListPage(name, permission, defaults);
    }
}
