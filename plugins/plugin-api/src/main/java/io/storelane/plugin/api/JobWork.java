package io.storelane.plugin.api;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.pf4j.ExtensionPoint;

/**
 * Does one item of a job that {@link JobDesk} began. Its name for people stands in the plugin's texts under {@code job.<name>}.
 *
 * <pre>{@code
 * @Extension
 * public class Resend implements JobWork {
 *     public String name() { return "resend"; }
 *
 *     public void work(CallContext context, Item item) throws GivenUp {
 *         if (!cards.send(item.ref())) throw new GivenUp("no e-mail address");
 *     }
 * }
 * }</pre>
 */
public interface JobWork extends ExtensionPoint {

    /** Small letters, digits and dashes; stored with each job. */
    String name();

    /**
     * Does the item, as the person who began the job and with what that person may do at this moment, on a thread of the plugin and without
     * an open transaction. It must end within the time that a page has. If the server dies while it runs it is called again for the same
     * item: know what you have done.
     *
     * @throws GivenUp with words for the person
     * @throws Exception of any other kind stands in the server's log; people read that it failed
     */
    void work(CallContext context, Item item) throws Exception;

    /** An item as it was begun. */
    interface Item {

        UUID job();

        /** Of the item in its job, from 0. */
        int position();

        @Nullable UUID ref();

        String label();

        /** Those of the whole job. */
        Map<String, Object> values();
    }

    /** The item cannot be done; the rest of the job goes on. */
    final class GivenUp extends Exception {

        private static final long serialVersionUID = 1L;

        /** @param reason a few words in the language of {@link CallContext#locale()}, without secrets; shown beside the item */
        public GivenUp(String reason) {
            super(reason);
        }
    }
}
