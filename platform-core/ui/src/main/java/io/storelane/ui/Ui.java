package io.storelane.ui;

import java.nio.charset.StandardCharsets;
import java.text.BreakIterator;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/** Small helpers for templates; the template variable {@code ui}. */
public final class Ui {

    private static final int COLORS = 8;
    private static final Map<Integer, String> ERROR_ICONS = Map.of(
            400, "help",
            403, "lock",
            404, "map-pin",
            405, "ban",
            409, "users",
            413, "upload",
            429, "clock",
            500, "alert-triangle",
            503, "refresh");

    Ui() {}

    /** The style class of a name's avatar: the same name always has the same colour. */
    public String avatarColor(@Nullable String name) {
        return "av-" + Math.floorMod(name == null ? 0 : name.hashCode(), COLORS);
    }

    /** The first character as a reader sees it, in upper case; {@code ?} for an empty name. */
    public String initial(@Nullable String name) {
        if (name == null || name.isBlank()) {
            return "?";
        }
        String text = name.strip();
        if (text.charAt(0) < 0x80 && (text.length() == 1 || text.charAt(1) < 0x80)) {
            return text.substring(0, 1)
                    .toUpperCase(Locale.ROOT); // no mark can follow: the iterator is not worth its price
        }
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text);
        return text.substring(0, characters.next()).toUpperCase(Locale.ROOT);
    }

    /** The id of a form field's input, for labels and links to it. */
    public String id(String field) {
        return "f-" + field.replaceAll("[^A-Za-z0-9]+", "-");
    }

    /**
     * The same address with one query parameter changed; a null or empty value removes it. Paging starts anew.
     *
     * @param address path with query, usually the model attribute {@code requestPath}
     */
    public String with(@Nullable String address, String parameter, @Nullable Object value) {
        UriComponentsBuilder builder = UriComponentsBuilder.fromUriString(address == null ? "/" : address)
                .replaceQueryParam("after")
                .replaceQueryParam("before")
                .replaceQueryParam(parameter);
        if (value != null && !value.toString().isEmpty()) {
            // the rest of the address is encoded already
            builder.queryParam(parameter, UriUtils.encode(value.toString(), StandardCharsets.UTF_8));
        }
        return builder.build().toUriString();
    }

    /** The address that sorts by a column, or turns its direction when the list is sorted by it already. */
    public String sortHref(@Nullable String address, String key, @Nullable String sort) {
        return with(address, "sort", key.equals(sort) ? "-" + key : key);
    }

    /** The {@code aria-sort} value of a column: {@code ascending}, {@code descending} or null. */
    public @Nullable String ariaSort(String key, @Nullable String sort) {
        if (key.equals(sort)) {
            return "ascending";
        }
        return ("-" + key).equals(sort) ? "descending" : null;
    }

    /** The status itself when there are sentences for it, else 400 or 500: the part of the keys {@code ui.error.*}. */
    public int knownStatus(int status) {
        if (ERROR_ICONS.containsKey(status)) {
            return status;
        }
        return status < 500 ? 400 : 500;
    }

    /** The icon of an error page. */
    public String statusIcon(int status) {
        return ERROR_ICONS.getOrDefault(knownStatus(status), "alert-triangle");
    }
}
