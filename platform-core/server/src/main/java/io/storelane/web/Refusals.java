package io.storelane.web;

import io.storelane.problem.ProblemException;
import io.storelane.ui.Assets;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.util.HtmlUtils;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;

/**
 * Answers of a filter that must cost next to nothing, since they are given when too much is asked: no session, no database,
 * and a page that is drawn once for all.
 */
@Component
class Refusals {

    /** Stands where the page has the address that leads back: it differs from reader to reader, the page does not. */
    private static final String BACK = "/way-back";

    private record Look(String key, Locale locale, String theme, boolean back) {}

    private final LocaleResolver locales;
    private final SpringTemplateEngine templates;
    private final Assets assets;
    private final Problems problems;
    private final Map<Look, String> pages = new ConcurrentHashMap<>();

    Refusals(LocaleResolver localeResolver, SpringTemplateEngine templates, Assets assets, Problems problems) {
        this.locales = localeResolver;
        this.templates = templates;
        this.assets = assets;
        this.problems = problems;
    }

    void answer(HttpServletRequest request, HttpServletResponse response, ProblemException problem) throws IOException {
        int status = problem.code().kind().status();
        // a cookie may name any language, and each would be drawn and kept
        Locale locale = WebConfiguration.nearest(locales.resolveLocale(request));
        response.setStatus(status);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        problem.retryAfter()
                .ifPresent(wait -> response.setHeader(HttpHeaders.RETRY_AFTER, Problems.wholeSeconds(wait)));
        if ("true".equals(request.getHeader("HX-Request"))) {
            return; // the page says it in a toast
        }
        response.setCharacterEncoding("UTF-8");
        String key = problem.code().messageKey();
        if (Problems.areWanted(request)) {
            problems.write(request, response, problem, locale);
            return;
        }
        response.setContentType(MediaType.TEXT_HTML_VALUE);
        String back = CameFrom.path(request);
        String page = pages.computeIfAbsent(
                new Look(key, locale, ShellAdvice.theme(request), back != null),
                look -> draw(status, status == 429 ? "clock" : "alert-circle", look));
        response.getWriter().write(back == null ? page : page.replace(BACK, HtmlUtils.htmlEscape(back)));
    }

    /** The page for a request of which nothing but the wish for a language is known. */
    String page(int status, String icon, String textKey, Locale locale) {
        return pages.computeIfAbsent(
                new Look(status + textKey, WebConfiguration.nearest(locale), "light", false),
                look -> draw(status, icon, new Look(textKey, look.locale(), look.theme(), false)));
    }

    private String draw(int status, String icon, Look look) {
        return templates.process(
                "error/refused",
                new Context(
                        look.locale(),
                        Map.of(
                                "status",
                                status,
                                "icon",
                                icon,
                                "textKey",
                                look.key(),
                                "theme",
                                look.theme(),
                                "back",
                                look.back() ? BACK : "",
                                "assets",
                                assets)));
    }
}
