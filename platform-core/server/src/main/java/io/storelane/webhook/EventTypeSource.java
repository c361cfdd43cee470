package io.storelane.webhook;

import java.util.List;

/** Types of events that a workspace has on top of those of the catalogue. A bean of each module that brings some. */
public interface EventTypeSource {

    /** For the workspace of the scope. */
    List<String> types();
}
