package io.storelane.plugin.api;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Service {@code members.read}: who works in the workspace, for choosing an owner and for naming one. In a page it shows what the person who
 * asks may see ({@code members.view}), nobody if that is nothing.
 *
 * <pre>{@code
 * members.named(owners).get(task.owner()).name()
 * }</pre>
 */
public interface MemberBook {

    /**
     * Members by name.
     *
     * @param text part of name or e-mail; empty = all
     * @param most 1 to 200
     */
    List<Member> find(String text, int most);

    /** Those of these members who are members still, by their ids. @param ids at most 500 */
    Map<UUID, Member> named(Collection<UUID> ids);

    /** A member. */
    interface Member {

        /** As in {@link Caller.Person#id()}. */
        UUID id();

        String name();

        /** BCP 47: {@code en} or {@code zh-CN}. */
        String language();
    }
}
