package io.storelane.web;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The person at the other end of the request.
 *
 * @param workspaces workspaces the person is a member of
 * @param place the workspace of the page, null outside of one
 * @param look zone and logo of that workspace
 */
public record Visitor(
        UUID userId,
        String name,
        String email,
        Locale locale,
        List<Place> workspaces,
        @Nullable Place place,
        Look look) {

    /**
     * What the frame of each page has to know of its workspace.
     *
     * @param zone times are shown in it; UTC outside of a workspace
     * @param logo file of the logo, null if there is none
     */
    public record Look(ZoneId zone, @Nullable UUID logo) {

        public static final Look NOWHERE = new Look(ZoneId.of("UTC"), null);
    }

    /** A workspace as the shell shows it. */
    public record Place(UUID tenantId, String slug, String name, String status) {}

    static final ScopedValue<Visitor> CURRENT = ScopedValue.newInstance();

    /**
     * The person signed in.
     *
     * @throws java.util.NoSuchElementException on a public page
     */
    public static Visitor current() {
        return CURRENT.get();
    }

    /** The person, if signed in. */
    public static Optional<Visitor> ifPresent() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /** Path of a page in the workspace of the request, for example {@code /w/acme/members}. */
    public static String path(String page) {
        Place place = current().place();
        if (place == null) {
            throw new IllegalStateException("This page is outside a workspace.");
        }
        return "/w/" + place.slug() + page;
    }
}
