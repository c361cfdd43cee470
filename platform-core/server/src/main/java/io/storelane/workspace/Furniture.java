package io.storelane.workspace;

import java.util.UUID;

/** What a module puts into each new workspace, in the transaction that makes it; each module has a bean of its own, in order. */
public interface Furniture {

    /** @param top the top node of the new workspace */
    void provide(CreateWorkspace command, UUID top);
}
