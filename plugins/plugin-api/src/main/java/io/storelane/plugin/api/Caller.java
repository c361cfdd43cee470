package io.storelane.plugin.api;

import java.util.Optional;
import java.util.UUID;

/**
 * Who asks for the page that is being made: a member of the workspace who has signed in, and never what a form says. In
 * {@code plugin.uses}: {@code caller}.
 *
 * <pre>{@code
 * caller.person().ifPresent(p -> notes.add(text, p.id(), p.name()));
 * model.addAttribute("mayEdit", caller.may("loyalty.edit"));
 * }</pre>
 */
public interface Caller {

    /** Empty in background work, where nobody asks. */
    Optional<Person> person();

    /**
     * Whether that person has the permission anywhere in the workspace; in background work, whether the plugin has it.
     *
     * @param permission one that the plugin defines, such as {@code loyalty.edit}, or one of the server's
     */
    boolean may(String permission);

    /** @param id stays the same in all workspaces of the person */
    record Person(UUID id, String name) {}
}
