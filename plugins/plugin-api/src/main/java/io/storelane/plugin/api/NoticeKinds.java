package io.storelane.plugin.api;

import java.util.List;
import org.pf4j.ExtensionPoint;

/**
 * What the plugin tells members of by {@link Notifier}; each member chooses how. The plugin's texts have two for each kind, in both languages:
 * {@code notice.<name>.label} is its name, {@code notice.<name>} the sentence, with {@code {0}} for how many there were and the values of the
 * latest from {@code {1}} on.
 *
 * <pre>{@code
 * @Extension
 * public class Overdue implements NoticeKinds {
 *     public List<Kind> kinds() { return List.of(new Kind("overdue", "clock", "/tasks", true)); }
 * }
 * }</pre>
 */
public interface NoticeKinds extends ExtensionPoint {

    List<Kind> kinds();

    /**
     * A kind.
     *
     * @param name small letters, digits and dashes
     * @param icon of the server's icons
     * @param page of the plugin that shows all of them, with its slash
     * @param mail true if it also goes by mail as long as a member has not chosen
     */
    record Kind(String name, String icon, String page, boolean mail) {}
}
