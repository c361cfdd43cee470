package io.storelane.plugin;

import io.storelane.plugin.api.CallContext;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** For whom a plugin is called. */
record Call(UUID tenant, @Nullable UUID actor, Locale locale, ZoneId zone, Clock clock) implements CallContext {}
