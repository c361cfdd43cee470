package io.storelane.organization;

/** Keeps the paths of nodes beside its own rows, so that lists can be restricted by them; told when nodes move. */
public interface PathHolder {

    /**
     * Replaces the beginning of all paths that begin so, in the transaction that moves the nodes.
     *
     * @param from path of the moved node before
     * @param to path of it now
     */
    void moved(String from, String to);
}
