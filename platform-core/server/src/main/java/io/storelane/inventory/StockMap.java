package io.storelane.inventory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the router needs: the locations that ship, and what is free at them. Units that a plan takes are gone for the next. */
public final class StockMap {

    private record Key(UUID variantId, UUID siteId) {}

    private record Level(long free, long safety) {}

    private final Router.Rules rules;
    private final Map<UUID, Router.Site> sites = new LinkedHashMap<>();
    private final Map<UUID, Set<UUID>> sitesOf = new HashMap<>();
    private final Map<Key, Level> levels = new HashMap<>();

    public StockMap() {
        this(Router.Rules.INITIAL);
    }

    /** @param rules by which locations are chosen */
    StockMap(Router.Rules rules) {
        this.rules = rules;
    }

    /** A map of the same levels that is changed by itself. */
    public StockMap copy() {
        StockMap copy = new StockMap(rules);
        copy.sites.putAll(sites);
        copy.sitesOf.putAll(sitesOf);
        copy.levels.putAll(levels);
        return copy;
    }

    void add(Router.Site site) {
        sites.putIfAbsent(site.id(), site);
    }

    void add(UUID variantId, UUID siteId, long free, long safety) {
        sitesOf.computeIfAbsent(variantId, _ -> new LinkedHashSet<>()).add(siteId);
        levels.put(new Key(variantId, siteId), new Level(free, safety));
    }

    /** @param keepSafety true to leave out the units kept back for safety */
    public Router.Plan plan(List<Router.Need> needs, Router.Destination destination, boolean keepSafety) {
        return plan(needs, destination, keepSafety, null);
    }

    /** Like {@link #plan(List, Router.Destination, boolean)}. @param witness is told of each choice; null if nobody asks */
    public Router.Plan plan(
            List<Router.Need> needs,
            Router.Destination destination,
            boolean keepSafety,
            @Nullable Consumer<Router.Choice> witness) {
        return Router.plan(needs, List.copyOf(sites.values()), free(needs, keepSafety), destination, rules, witness);
    }

    /** Locations that ship. */
    public List<Router.Site> sites() {
        return List.copyOf(sites.values());
    }

    /** What these needs could be met with. @param keepSafety true to leave out the units kept back for safety */
    public List<Router.Free> free(List<Router.Need> needs, boolean keepSafety) {
        List<Router.Free> free = new ArrayList<>();
        needs.stream().map(Router.Need::variantId).distinct().forEach(variant -> {
            for (UUID site : sitesOf.getOrDefault(variant, Set.of())) {
                Level level = Objects.requireNonNull(levels.get(new Key(variant, site)));
                long units = level.free() - (keepSafety ? level.safety() : 0);
                if (units > 0) {
                    free.add(new Router.Free(variant, site, units));
                }
            }
        });
        return free;
    }

    /** Nothing is free at these locations. */
    public void leaveOut(Collection<UUID> siteIds) {
        sitesOf.values().forEach(of -> of.removeAll(siteIds));
    }

    /** Takes the units of a plan out of the map. */
    public void take(Router.Plan plan) {
        for (Router.Pick pick : plan.picks()) {
            levels.computeIfPresent(
                    new Key(pick.variantId(), pick.siteId()),
                    (_, level) -> new Level(level.free() - pick.units(), level.safety()));
        }
    }
}
