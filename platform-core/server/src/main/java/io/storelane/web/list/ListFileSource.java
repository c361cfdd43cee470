package io.storelane.web.list;

import java.util.List;

/** Lists that come and go while the server runs, such as those of plugins. A bean of this type is asked each time. */
public interface ListFileSource {

    /** Those that the workspace of the scope has; their names are like no others. */
    List<ListFile<?>> files();
}
