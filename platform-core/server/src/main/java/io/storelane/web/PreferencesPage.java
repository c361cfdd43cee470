package io.storelane.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.LocaleResolver;

/** Language and theme, for visitors and members alike. */
@Controller
class PreferencesPage {

    private final LocaleResolver locales;
    private final LanguageMemory memory;
    private final WebProperties properties;

    PreferencesPage(LocaleResolver localeResolver, LanguageMemory memory, WebProperties properties) {
        this.locales = localeResolver;
        this.memory = memory;
        this.properties = properties;
    }

    @PostMapping("/preferences")
    String set(
            @RequestParam(defaultValue = "") String language,
            @RequestParam(defaultValue = "") String theme,
            @RequestParam(defaultValue = "/") String returnTo,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (!language.isEmpty()) {
            Locale locale = WebConfiguration.nearest(Locale.forLanguageTag(language));
            locales.setLocale(request, response, locale);
            Visitor.ifPresent().ifPresent(visitor -> memory.remember(visitor.userId(), locale));
        }
        if (Set.of("light", "dark").contains(theme)) {
            ResponseCookie cookie = ResponseCookie.from("theme", theme)
                    .path("/")
                    .maxAge(Duration.ofDays(365))
                    .sameSite("Lax")
                    .secure(properties.secure())
                    .httpOnly(true)
                    .build();
            response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
        }
        return "redirect:" + LocalPath.orHome(returnTo);
    }
}
