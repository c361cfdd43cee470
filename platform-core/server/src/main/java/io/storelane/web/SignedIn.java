package io.storelane.web;

import java.util.UUID;

/** A principal that names a person of this system. */
public interface SignedIn {

    UUID userId();
}
