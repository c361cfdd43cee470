package io.storelane.inventory;

import java.util.Map;
import java.util.UUID;

/**
 * By what a workspace chooses the locations that ship.
 *
 * @param sites locations that ship, by their ids
 */
public record Routing(Map<UUID, Router.Site> sites, Router.Rules rules) {

    public static final Routing NONE = new Routing(Map.of(), Router.Rules.INITIAL);

    public Routing {
        sites = Map.copyOf(sites);
    }
}
