package io.storelane.api.web;

import io.storelane.api.ApiKeyView;
import io.storelane.api.ApiKeys;
import io.storelane.tenancy.Slice;
import io.storelane.ui.Option;
import io.storelane.web.Csv;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The API keys of the workspace. */
@Controller
@RequestMapping("/w/{workspace}/keys")
class KeysPage {

    private static final int SIZE = 50;
    private static final int EXPORT_LIMIT = 50_000;
    private static final List<String> STATES = List.of("active", "expired", "revoked", "orphaned");

    private final ApiKeys keys;
    private final MessageSource messages;

    KeysPage(ApiKeys keys, MessageSource messages) {
        this.keys = keys;
        this.messages = messages;
    }

    @GetMapping
    String list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String after,
            Locale locale,
            Model model) {
        var filter = new ApiKeys.Filter(q.strip(), state);
        Slice<ApiKeyView> page = keys.find(filter, after, SIZE);
        model.addAttribute("keys", page.rows());
        model.addAttribute("prev", page.previous());
        model.addAttribute("next", page.next());
        model.addAttribute("total", keys.count(filter));
        model.addAttribute("filter", filter);
        model.addAttribute("states", states(locale));
        return "api/keys";
    }

    private List<Option> states(Locale locale) {
        return Stream.concat(
                        Stream.of(new Option("", messages.getMessage("apikey.state.all", null, locale))),
                        STATES.stream().map(s -> new Option(s, messages.getMessage("apikey.state." + s, null, locale))))
                .toList();
    }

    @GetMapping("/export")
    void export(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String state,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Locale locale,
            HttpServletResponse response)
            throws IOException {
        List<ApiKeyView> rows = keys.find(new ApiKeys.Filter(q.strip(), state), "", EXPORT_LIMIT)
                .rows();
        List<String> header = Stream.of(
                        "name", "hint", "scopes", "place", "madeBy", "createdAt", "expiresAt", "lastUsedAt", "state")
                .map(column -> messages.getMessage("apikey." + column, null, locale))
                .toList();
        Csv.send(response, "api-keys", zone, header, rows.stream().map(k -> row(k, zone, locale)));
    }

    private List<String> row(ApiKeyView k, ZoneId zone, Locale locale) {
        String scopes = k.scopes().stream()
                .map(p -> messages.getMessage("permission." + p.key(), null, locale))
                .collect(Collectors.joining("; "));
        return List.of(
                k.name(),
                k.hint(),
                scopes,
                k.node(),
                k.madeBy(),
                Csv.time(k.createdAt(), zone),
                Csv.time(k.expiresAt(), zone),
                Csv.time(k.lastUsedAt(), zone),
                messages.getMessage("apikey.state." + k.state(), null, locale));
    }
}
