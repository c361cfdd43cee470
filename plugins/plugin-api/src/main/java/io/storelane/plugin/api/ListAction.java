package io.storelane.plugin.api;

import java.util.Optional;
import java.util.UUID;
import org.pf4j.ExtensionPoint;

/**
 * A button above a list of the server, for rows that people choose there: fifty at most, one after the other, outside of transactions.
 * People are told of each row that stayed as it was, and why.
 *
 * <pre>{@code
 * @Extension
 * public class GiveCards implements ListAction {
 *     public String list() { return "customers"; }
 *     public String name() { return "give-card"; }
 *     public String labelKey() { return "cards.give"; }
 *     public String permission() { return "loyalty.edit"; }
 *     public Optional<String> apply(CallContext context, UUID customer) {
 *         return cards.give(customer) ? Optional.empty() : Optional.of("cards.has");
 *     }
 * }
 * }</pre>
 */
public interface ListAction extends ExtensionPoint {

    /** {@code orders}, {@code products} or {@code customers}. */
    String list();

    /** Stays the same for ever; letters, digits and hyphens; its own among the actions of the plugin. */
    String name();

    /** Key in {@code ui/messages.properties}. */
    String labelKey();

    /** Who sees the button, among those who may change what the list shows. */
    String permission();

    /**
     * Does it to one row.
     *
     * @return empty if it is done; else the key of a text that says why not
     * @throws Exception if it cannot be done now
     */
    Optional<String> apply(CallContext context, UUID row) throws Exception;
}
