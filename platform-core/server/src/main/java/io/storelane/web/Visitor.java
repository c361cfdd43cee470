package io.storelane.web;

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
 */
public record Visitor(
        UUID userId,
        String name,
        String email,
        Locale locale,
        List<Place> workspaces,
        @Nullable Place place) {

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
