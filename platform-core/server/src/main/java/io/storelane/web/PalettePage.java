package io.storelane.web;

import io.storelane.access.Access;
import io.storelane.ui.PaletteGroup;
import io.storelane.ui.PaletteItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The command palette: pages, actions and records that the caller may see. */
@Controller
class PalettePage {

    private final List<MenuEntry> entries;
    private final List<PaletteSource> sources;
    private final List<PaletteAction> actions;
    private final List<MenuSource> brought;
    private final MessageSource messages;

    PalettePage(
            List<MenuEntry> entries,
            List<PaletteSource> sources,
            List<PaletteAction> actions,
            List<MenuSource> brought,
            MessageSource messages) {
        this.brought = brought;
        this.entries = entries;
        this.sources = sources;
        this.actions = actions;
        this.messages = messages;
    }

    @GetMapping("/w/{workspace}/palette")
    String find(@RequestParam(defaultValue = "") String q, Locale locale, Model model) {
        String text = q.strip().toLowerCase(locale);
        Access access = Access.current();
        List<PaletteGroup> groups = new ArrayList<>();
        add(
                groups,
                "palette.pages",
                Stream.concat(
                                entries.stream()
                                        .filter(e -> e.visibleTo(access))
                                        .map(e -> new PaletteItem(
                                                e.icon(), text(e.labelKey(), locale), Visitor.path(e.page()), null)),
                                brought.stream()
                                        .flatMap(source -> source.links(access, locale).stream())
                                        .map(l -> new PaletteItem(l.icon(), l.label(), Visitor.path(l.page()), null)))
                        .toList(),
                text,
                locale);
        add(
                groups,
                "palette.actions",
                actions.stream()
                        .filter(a -> access.allows(a.permission()))
                        .map(a -> new PaletteItem(a.icon(), text(a.labelKey(), locale), Visitor.path(a.page()), null))
                        .toList(),
                text,
                locale);
        if (!text.isEmpty()) {
            sources.forEach(source -> source.find(text).ifPresent(groups::add));
        }
        model.addAttribute("groups", groups);
        return "fragments/palette :: palette";
    }

    private void add(List<PaletteGroup> groups, String titleKey, List<PaletteItem> items, String text, Locale locale) {
        List<PaletteItem> matching = items.stream()
                .filter(i -> i.label().toLowerCase(locale).contains(text))
                .toList();
        if (!matching.isEmpty()) {
            groups.add(new PaletteGroup(titleKey, matching));
        }
    }

    private String text(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }
}
