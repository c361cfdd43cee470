package io.storelane.web;

import io.storelane.access.Access;
import io.storelane.ui.MenuItem;
import io.storelane.ui.MenuSection;
import io.storelane.ui.Shell;
import io.storelane.ui.WorkspaceLink;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.propertyeditors.StringTrimmerEditor;
import org.springframework.ui.Model;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.servlet.support.RequestContextUtils;

/** Puts the frame around each page: menu by permission, workspace switch, theme, language. */
@ControllerAdvice
class ShellAdvice {

    private final List<MenuEntry> entries;
    private final List<MenuSource> sources;
    private final Bell bell;

    ShellAdvice(List<MenuEntry> entries, List<MenuSource> sources, Bell bell) {
        this.bell = bell;
        this.sources = List.copyOf(sources);
        this.entries = entries.stream()
                .sorted(java.util.Comparator.comparingInt(MenuEntry::order))
                .toList();
    }

    @InitBinder
    void trim(WebDataBinder binder) {
        binder.registerCustomEditor(String.class, new StringTrimmerEditor(false));
    }

    @ModelAttribute
    void frame(HttpServletRequest request, Model model) {
        if (!Problems.isApi(request)) {
            frame(request, model::addAttribute);
        }
    }

    void frame(HttpServletRequest request, BiConsumer<String, Object> model) {
        model.accept("theme", theme(request));
        model.accept("posted", "POST".equals(request.getMethod()));
        String query = request.getQueryString();
        String path = request.getRequestURI();
        model.accept("requestPath", "GET".equals(request.getMethod()) && query != null ? path + "?" + query : path);
        model.accept(
                "zone",
                Visitor.ifPresent()
                        .map(Visitor::look)
                        .orElse(Visitor.Look.NOWHERE)
                        .zone());
        model.accept("base", Access.isBound() ? Visitor.path("") : "");
        if ("true".equals(request.getHeader("HX-Request"))) {
            return; // a part of a page has no frame
        }
        Visitor.ifPresent().ifPresent(visitor -> {
            model.accept("shell", shell(visitor, path, RequestContextUtils.getLocale(request)));
            if (Access.isBound()) {
                // asked while the frame is drawn, so not for an answer that leads elsewhere
                model.accept("bell", bell);
            }
            HttpSession session = request.getSession(false);
            if (session != null) {
                // tells a page who reads it and by which login, and nothing that opens a door
                model.accept("sessionMark", visitor.userId() + "." + session.getCreationTime());
            }
        });
    }

    static String theme(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals("theme") && cookie.getValue().equals("dark")) {
                    return "dark";
                }
            }
        }
        return "light";
    }

    private Shell shell(Visitor visitor, String path, Locale locale) {
        Visitor.Place place = Access.isBound() ? visitor.place() : null;
        UUID logo = visitor.look().logo();
        return new Shell(
                place == null ? "" : place.name(),
                place == null ? "" : place.slug(),
                place == null || logo == null ? null : "/w/" + place.slug() + "/logo/" + logo,
                visitor.name(),
                visitor.email(),
                place == null ? List.of() : menu(place, path, locale),
                visitor.workspaces().stream()
                        .map(w -> new WorkspaceLink(w.name(), w.slug(), w.equals(place)))
                        .toList());
    }

    private List<MenuSection> menu(Visitor.Place place, String path, Locale locale) {
        Access access = Access.current();
        List<MenuSection> sections = new ArrayList<>();
        for (String section : List.of("", "menu.shop", "menu.people", "menu.control", "end")) {
            List<MenuItem> items = entries.stream()
                    .filter(e -> e.section().equals(section) && e.visibleTo(access))
                    .map(e -> item(e, "/w/" + place.slug(), path))
                    .toList();
            if (!items.isEmpty()) {
                sections.add(new MenuSection(section.startsWith("menu.") ? section : titleless(), items));
            }
        }
        List<MenuItem> brought = sources.stream()
                .flatMap(source -> source.links(access, locale).stream())
                .map(link -> item(link, "/w/" + place.slug(), path))
                .toList();
        if (!brought.isEmpty()) {
            // above the lower end, which has no title
            boolean end = !sections.isEmpty() && sections.getLast().titleKey() == null && sections.size() > 1;
            sections.add(end ? sections.size() - 1 : sections.size(), new MenuSection("menu.plugins", brought));
        }
        return sections;
    }

    private static MenuItem item(MenuSource.Link link, String base, String path) {
        String href = base + link.page();
        return MenuItem.named(link.icon(), link.label(), href, path.equals(href) || path.startsWith(href + "/"));
    }

    private static @Nullable String titleless() {
        return null;
    }

    private static MenuItem item(MenuEntry entry, String base, String path) {
        String href = base + entry.page();
        boolean active = entry.page().isEmpty() ? path.equals(base) : path.equals(href) || path.startsWith(href + "/");
        return new MenuItem(entry.icon(), entry.labelKey(), href, active, null);
    }
}
