package io.storelane.inventory.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.inventory.LocationKind;
import io.storelane.inventory.LocationView;
import io.storelane.inventory.Locations;
import io.storelane.inventory.Region;
import io.storelane.inventory.Regions;
import io.storelane.organization.NodeView;
import io.storelane.organization.Organization;
import io.storelane.ui.Option;
import java.text.Collator;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What the select fields of the forms and filters offer the caller. */
@Component("inventoryChoices")
class Choices {

    private final Locations locations;
    private final Organization organization;
    private final Regions regions;
    private final MessageSource messages;

    Choices(Locations locations, Organization organization, Regions regions, MessageSource messages) {
        this.locations = locations;
        this.organization = organization;
        this.regions = regions;
        this.messages = messages;
    }

    /** Open locations at which the caller holds the permission, after a word for none. */
    List<Option> locations(Permission permission, String noneKey, Locale locale) {
        return after(noneKey, locale, locations.choices(permission).stream().map(Choices::option));
    }

    private static Option option(LocationView location) {
        return new Option(location.id().toString(), location.code() + " · " + location.name());
    }

    /** Organisation nodes at which the caller holds the permission, drawn in as in the tree. */
    List<Option> nodes(Permission permission) {
        List<NodeView> nodes = organization.choices(permission);
        int top = nodes.stream().mapToInt(NodeView::depth).min().orElse(0);
        return nodes.stream()
                .map(n -> new Option(
                        n.id().toString(),
                        "\u2003".repeat(n.depth() - top) + n.details().name()))
                .toList();
    }

    /** Nodes to filter a list by; none if there is only one. */
    List<Option> nodeFilter(Locale locale) {
        List<Option> nodes = Access.current().allows(Permission.STOCK_VIEW) ? nodes(Permission.STOCK_VIEW) : List.of();
        return nodes.size() < 2 ? List.of() : after("stock.allNodes", locale, nodes.stream());
    }

    List<Option> kinds(Locale locale) {
        return Arrays.stream(LocationKind.values())
                .map(k -> new Option(k.code(), text("location.kind." + k.code(), locale)))
                .toList();
    }

    List<Option> kindFilter(Locale locale) {
        return after("location.allKinds", locale, kinds(locale).stream());
    }

    List<Option> provinces(Locale locale) {
        return after(
                "location.province.none", locale, regions.provinces().stream().map(Choices::option));
    }

    /** What lies directly below a region; none if nothing does. */
    List<Option> below(String code, String noneKey, Locale locale) {
        List<Region> below = regions.below(code);
        return below.isEmpty()
                ? List.of()
                : after(noneKey, locale, below.stream().map(Choices::option));
    }

    private static Option option(Region region) {
        return new Option(region.code(), region.name());
    }

    static List<Option> countries(Locale locale) {
        List<Option> options = new ArrayList<>();
        options.add(country("CN", locale));
        Arrays.stream(Locale.getISOCountries())
                .filter(code -> !code.equals("CN"))
                .map(code -> country(code, locale))
                .sorted(Comparator.comparing(Option::label, Collator.getInstance(locale)))
                .forEach(options::add);
        return options;
    }

    private static Option country(String code, Locale locale) {
        return new Option(code, Locale.of("", code).getDisplayCountry(locale));
    }

    static List<Option> zones() {
        return Stream.concat(
                        Stream.of("Asia/Shanghai", "UTC"),
                        ZoneId.getAvailableZoneIds().stream()
                                .filter(z ->
                                        z.matches("(Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.+"))
                                .filter(z -> !(ZoneId.of(z) instanceof ZoneOffset))
                                .sorted())
                .distinct()
                .map(z -> new Option(z, z))
                .toList();
    }

    private List<Option> after(String noneKey, Locale locale, Stream<Option> options) {
        return Stream.concat(Stream.of(new Option("", text(noneKey, locale))), options)
                .toList();
    }

    private String text(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }
}
