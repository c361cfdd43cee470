package io.storelane.event.web;

import io.storelane.event.FailedEvent;
import io.storelane.event.FailedEvents;
import io.storelane.tenancy.Slice;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import io.storelane.web.list.Download;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Events that were given up. */
@Controller
@RequestMapping("/w/{workspace}/failed-events")
class FailedEventsPage {

    private static final int SIZE = 50;
    private final FailedEvents events;
    private final Toasts toasts;
    private final FailedEventsFile failedEventsFile;

    FailedEventsPage(FailedEvents events, Toasts toasts, FailedEventsFile failedEventsFile) {
        this.failedEventsFile = failedEventsFile;
        this.events = events;
        this.toasts = toasts;
    }

    @GetMapping
    String list(@RequestParam(defaultValue = "") String q, @RequestParam(defaultValue = "") String after, Model model) {
        Slice<FailedEvent> page = events.find(q.strip(), after, SIZE);
        model.addAttribute("events", page.rows());
        model.addAttribute("prev", page.previous());
        model.addAttribute("next", page.next());
        model.addAttribute("total", events.count(q.strip()));
        model.addAttribute("q", q.strip());
        return "event/failed";
    }

    @GetMapping("/{id}")
    String failed(
            @PathVariable UUID id,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean part,
            Model model) {
        model.addAttribute("event", events.failed(id));
        return part ? "event/drawer" : "event/event";
    }

    @GetMapping("/export")
    void export(@RequestParam(defaultValue = "") String q, Download to) throws IOException {
        to.send(failedEventsFile, new FailedEventsFile.Filter(q.strip()));
    }

    @PostMapping("/replay")
    String replay(@RequestParam(defaultValue = "") List<UUID> id, Locale locale, RedirectAttributes redirect) {
        return after(locale, redirect, "event.replayed", id.size(), () -> events.replay(id));
    }

    @PostMapping("/discard")
    String discard(
            @RequestParam(defaultValue = "") List<UUID> id,
            @RequestParam(defaultValue = "") String reason,
            Locale locale,
            RedirectAttributes redirect) {
        return after(locale, redirect, "event.discarded", id.size(), () -> events.discard(id, reason));
    }

    private String after(Locale locale, RedirectAttributes redirect, String key, int number, Runnable work) {
        toasts.tell(redirect, locale, work, key, number);
        return "redirect:" + Visitor.path("/failed-events");
    }
}
