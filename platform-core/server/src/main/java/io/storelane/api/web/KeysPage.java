package io.storelane.api.web;

import io.storelane.api.ApiKeyView;
import io.storelane.api.ApiKeys;
import io.storelane.tenancy.Slice;
import io.storelane.ui.Option;
import io.storelane.web.list.Download;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The API keys of the workspace. */
@Controller
@RequestMapping("/w/{workspace}/keys")
class KeysPage {

    private static final int SIZE = 50;
    private static final List<String> STATES = List.of("active", "expired", "revoked", "orphaned");

    private final ApiKeys keys;
    private final MessageSource messages;
    private final KeysFile keysFile;

    KeysPage(ApiKeys keys, MessageSource messages, KeysFile keysFile) {
        this.keysFile = keysFile;
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
    void export(@RequestParam(defaultValue = "") String q, @RequestParam(defaultValue = "") String state, Download to)
            throws IOException {
        to.send(keysFile, new ApiKeys.Filter(q.strip(), state));
    }
}
