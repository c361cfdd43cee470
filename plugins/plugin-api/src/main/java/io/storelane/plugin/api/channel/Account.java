package io.storelane.plugin.api.channel;

import java.util.Optional;
import java.util.UUID;

/** A store that a workspace has connected. */
public interface Account {

    UUID id();

    /** The channel of the workspace that its orders are of; no other account has it. */
    UUID channel();

    /** As people of the workspace call it. */
    String name();

    /** ISO 4217 code of the channel's prices. */
    String currency();

    /** What was entered into a field of {@link ConnectorForm}; secrets are opened. Empty if nothing was. */
    Optional<String> value(String field);
}
