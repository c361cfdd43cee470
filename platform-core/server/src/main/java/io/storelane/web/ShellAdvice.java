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
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.propertyeditors.StringTrimmerEditor;
import org.springframework.ui.Model;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Puts the frame around each page: menu by permission, workspace switch, theme, language. */
@ControllerAdvice
class ShellAdvice {

    private final List<MenuEntry> entries;
    private final Bell bell;

    ShellAdvice(List<MenuEntry> entries, Bell bell) {
        this.bell = bell;
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
        if (Problems.isApi(request)) {
            return;
        }
        model.addAttribute("theme", theme(request));
        String query = request.getQueryString();
        String path = request.getRequestURI();
        model.addAttribute(
                "requestPath", "GET".equals(request.getMethod()) && query != null ? path + "?" + query : path);
        model.addAttribute(
                "zone",
                Visitor.ifPresent()
                        .map(Visitor::look)
                        .orElse(Visitor.Look.NOWHERE)
                        .zone());
        model.addAttribute("base", Access.isBound() ? Visitor.path("") : "");
        if ("true".equals(request.getHeader("HX-Request"))) {
            return; // a part of a page has no frame
        }
        Visitor.ifPresent().ifPresent(visitor -> {
            model.addAttribute("shell", shell(visitor, path));
            if (Access.isBound()) {
                // asked while the frame is drawn, so not for an answer that leads elsewhere
                model.addAttribute("bell", bell);
            }
            HttpSession session = request.getSession(false);
            if (session != null) {
                // tells a page who reads it and by which login, and nothing that opens a door
                model.addAttribute("sessionMark", visitor.userId() + "." + session.getCreationTime());
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

    private Shell shell(Visitor visitor, String path) {
        Visitor.Place place = Access.isBound() ? visitor.place() : null;
        UUID logo = visitor.look().logo();
        return new Shell(
                place == null ? "" : place.name(),
                place == null ? "" : place.slug(),
                place == null || logo == null ? null : "/w/" + place.slug() + "/logo/" + logo,
                visitor.name(),
                visitor.email(),
                place == null ? List.of() : menu(place, path),
                visitor.workspaces().stream()
                        .map(w -> new WorkspaceLink(w.name(), w.slug(), w.equals(place)))
                        .toList());
    }

    private List<MenuSection> menu(Visitor.Place place, String path) {
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
        return sections;
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
