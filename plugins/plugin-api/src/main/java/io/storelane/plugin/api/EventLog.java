package io.storelane.plugin.api;

import java.util.Map;
import java.util.UUID;

/**
 * Service {@code events}: events of the plugin's own, in the workspace's log: webhooks and other plugins hear of them under the type
 * {@code plugin.<id>.<type>}. Each type has a schema in the jar, {@code events/<type>.json}: an object of plain values and lists of them,
 * by the keywords {@code type}, {@code properties}, {@code required}, {@code additionalProperties: false}, {@code enum}, {@code items} and
 * {@code format: uuid}.
 *
 * <pre>{@code
 * @Transactional
 * public void give(Card card, long points) {
 *     ...
 *     log.append("points.given", "card", card.id(), Map.of("points", points));
 * }
 * }</pre>
 */
public interface EventLog {

    /**
     * Adds an event, in the transaction of the change that it tells of.
     *
     * @param type {@code thing.verb-in-past}, one that has a schema
     * @param thing kind of thing that it happened to, small letters
     * @param id the thing; events of one thing keep their order
     * @param payload ids and plain values; no personal data beyond what the receiver needs
     * @throws IllegalArgumentException that says where, if it does not fit the schema, or there is none
     * @throws IllegalStateException outside of a transaction
     */
    void append(String type, String thing, UUID id, Map<String, ?> payload);
}
