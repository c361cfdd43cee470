package io.storelane.web;

import java.util.Locale;
import java.util.UUID;

/** Keeps a person's language, for mails; implemented by the module that owns people. */
public interface LanguageMemory {

    void remember(UUID userId, Locale locale);
}
