package io.storelane.identity;

import io.storelane.tenancy.Scope;
import io.storelane.web.LanguageMemory;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Keeps the language that a person chose, for mails and for the next login. */
@Component
class UserLanguage implements LanguageMemory {

    private final Users users;

    UserLanguage(Users users) {
        this.users = users;
    }

    @Override
    public void remember(UUID userId, Locale locale) {
        Scope.PLATFORM.run(() -> users.setLocale(userId, locale));
    }
}
