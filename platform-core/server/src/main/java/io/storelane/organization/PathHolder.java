package io.storelane.organization;

/**
 * Keeps the paths of nodes beside its own rows, so that lists can be restricted by them; told when nodes move. Whoever writes such
 * a row takes the path under a lock of the node ({@link Organization#place}, {@code for key share}): so a move waits for the row,
 * or the row for the move.
 */
public interface PathHolder {

    /**
     * Replaces the beginning of all paths that begin so, in the transaction that moves the nodes. Called before the nodes are
     * locked and once more after it, for what was written between.
     *
     * @param from path of the moved node before
     * @param to path of it now
     */
    void moved(String from, String to);

    /**
     * True if who writes such a row locks the node first and the row after it. Then the rows are taken behind the nodes only, so
     * that nobody waits for somebody who waits for them.
     */
    default boolean behindNode() {
        return false;
    }
}
