package io.storelane.file;

import java.util.List;
import java.util.Set;

/** Who keeps contents in the store and has rows that say so. A bean of each module that does. */
public interface KeptContents {

    /** Which of these names its rows say, for the tenant of the scope; called within a transaction. */
    Set<String> among(List<String> names);

    /** Gives up, for the tenant of the scope, what has had its time; called within a transaction. */
    void expire();
}
