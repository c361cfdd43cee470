package io.storelane.audit.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.audit.AuditEntry;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditPage;
import io.storelane.ui.Option;
import io.storelane.web.list.Download;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** The audit trail. */
@Controller
@RequestMapping("/w/{workspace}/audit")
class TrailPage {

    private static final int SIZE = 50;

    private final AuditLog audit;
    private final MessageSource messages;
    private final TrailFile trailFile;

    TrailPage(AuditLog audit, MessageSource messages, TrailFile trailFile) {
        this.trailFile = trailFile;
        this.audit = audit;
        this.messages = messages;
    }

    @GetMapping
    String list(
            @ModelAttribute TrailQuery query,
            @RequestParam(required = false) @Nullable UUID after,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Locale locale,
            Model model) {
        AuditPage page = audit.find(query.filter(zone), after, SIZE);
        List<AuditEntry> entries = page.entries();
        model.addAttribute("entries", entries);
        model.addAttribute("last", page.more() ? entries.getLast().id() : null);
        model.addAttribute("paged", after != null);
        model.addAttribute("params", query.params());
        model.addAttribute("actionOptions", actions(locale));
        model.addAttribute("mayExport", Access.current().allows(Permission.AUDIT_EXPORT));
        return "audit/trail";
    }

    private List<Option> actions(Locale locale) {
        List<Option> options = new ArrayList<>();
        options.add(new Option("", messages.getMessage("audit.allActions", null, locale)));
        audit.actions().forEach(action -> options.add(new Option(action, action(action, locale))));
        return options;
    }

    @GetMapping("/{id}")
    String entry(
            @PathVariable UUID id,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean part,
            Model model) {
        model.addAttribute(
                "entry", audit.entry(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND)));
        return part ? "audit/drawer" : "audit/entry";
    }

    @GetMapping("/export")
    void export(
            @ModelAttribute TrailQuery query, @ModelAttribute(name = "zone", binding = false) ZoneId zone, Download to)
            throws IOException {
        to.send(trailFile, query.filter(zone));
    }

    private String action(String name, Locale locale) {
        String text = messages.getMessage("audit.action." + name, null, name, locale);
        return text == null ? name : text;
    }
}
