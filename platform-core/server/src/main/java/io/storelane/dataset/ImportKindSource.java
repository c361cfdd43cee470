package io.storelane.dataset;

import java.util.List;

/** Kinds of files that come and go while the server runs, such as those of plugins. A bean of this type is asked each time. */
public interface ImportKindSource {

    /** Those that the workspace of the scope has; their codes are like no others. */
    List<ImportKind> kinds();
}
