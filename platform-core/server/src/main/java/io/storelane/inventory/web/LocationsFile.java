package io.storelane.inventory.web;

import io.storelane.inventory.LocationView;
import io.storelane.inventory.Locations;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The locations as a file. */
@Component
class LocationsFile implements ListFile<Locations.Filter> {

    private final Locations locations;
    private final MessageSource messages;

    LocationsFile(Locations locations, MessageSource messages) {
        this.locations = locations;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "locations";
    }

    @Override
    public Class<Locations.Filter> filter() {
        return Locations.Filter.class;
    }

    @Override
    public Sheet<?> sheet(Locations.Filter filter, Locale locale) {
        return new Sheet<>(
                Sheet.titles(
                        messages,
                        locale,
                        "location",
                        "code",
                        "name",
                        "kind",
                        "node",
                        "region",
                        "address",
                        "priority",
                        "cutOff",
                        "timeZone",
                        "ships",
                        "state"),
                (cursor, size) -> locations.find(filter, cursor, size),
                l -> row(l, locale));
    }

    private List<? extends @Nullable Object> row(LocationView l, Locale locale) {
        var d = l.details();
        return Arrays.asList(
                d.code(),
                d.name(),
                text("location.kind." + d.kind().code(), locale),
                l.node(),
                d.address().region(),
                d.address().line(),
                d.priority(),
                d.cutOff(),
                d.timeZone(),
                text(d.ships() ? "location.yes" : "location.no", locale),
                text(l.active() ? "location.open" : "location.closed", locale));
    }

    private String text(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }
}
