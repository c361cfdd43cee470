package io.storelane.plugin.api;

import java.util.UUID;

/**
 * Service {@code notifications}: tells members something, in the product and by mail as each has chosen. What somebody has not read yet
 * is counted, not repeated. Kinds are declared by {@link NoticeKinds}. Joins a transaction of the plugin.
 *
 * <pre>{@code
 * notifier.tell(task.owner(), "overdue", "/tasks/" + task.id(), task.title());
 * }</pre>
 */
public interface Notifier {

    /**
     * Tells one member; nothing happens if there is no such member.
     *
     * @param kind a name of {@link NoticeKinds}
     * @param page of the plugin that shows it, with its slash
     * @param values for the sentence, from {@code {1}} on: at most 5 texts and numbers
     */
    void tell(UUID member, String kind, String page, Object... values);

    /**
     * Tells all members who hold a permission anywhere, owners included.
     *
     * @param permission one that the plugin defines
     */
    void tellHolders(String permission, String kind, String page, Object... values);
}
