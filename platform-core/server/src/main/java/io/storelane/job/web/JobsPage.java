package io.storelane.job.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.job.JobHandler;
import io.storelane.job.JobItemView;
import io.storelane.job.JobState;
import io.storelane.job.JobView;
import io.storelane.job.Jobs;
import io.storelane.tenancy.Slice;
import io.storelane.ui.Option;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import io.storelane.web.list.Download;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Jobs: how far they are, and what became of each item. */
@Controller
@RequestMapping("/w/{workspace}/jobs")
class JobsPage {

    private static final int SIZE = 50;
    private static final int ITEMS_SHOWN = 200;
    private static final List<String> ITEM_STATES = List.of("failed", "skipped", "waiting", "done");
    private final Jobs jobs;
    private final List<JobHandler> handlers;
    private final Toasts toasts;
    private final MessageSource messages;
    private final JobsFile jobsFile;
    private final JobItemsFile jobItemsFile;

    JobsPage(
            Jobs jobs,
            List<JobHandler> handlers,
            Toasts toasts,
            MessageSource messages,
            JobsFile jobsFile,
            JobItemsFile jobItemsFile) {
        this.jobItemsFile = jobItemsFile;
        this.jobsFile = jobsFile;
        this.jobs = jobs;
        this.handlers = handlers;
        this.toasts = toasts;
        this.messages = messages;
    }

    @GetMapping
    String list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String after,
            Locale locale,
            Model model) {
        List<Option> kinds = kinds(locale);
        var filter = jobsFile.known(new Jobs.Filter(q.strip(), kind, state));
        Slice<JobView> page = jobs.find(filter, after, SIZE);
        model.addAttribute("jobs", page.rows());
        model.addAttribute("prev", page.previous());
        model.addAttribute("next", page.next());
        model.addAttribute("total", jobs.count(filter));
        model.addAttribute("filter", filter);
        model.addAttribute("kinds", kinds);
        model.addAttribute("states", states(locale));
        model.addAttribute("mayManage", Access.current().allows(Permission.JOBS_MANAGE));
        return "job/jobs";
    }

    private List<Option> kinds(Locale locale) {
        Stream<Option> kinds = handlers.stream()
                .flatMap(handler -> handler.presentKinds().stream())
                .map(kind -> new Option(kind, kind(kind, locale)))
                .sorted(Comparator.comparing(Option::value));
        return Stream.concat(Stream.of(new Option("", text("job.allKinds", locale))), kinds)
                .toList();
    }

    private List<Option> states(Locale locale) {
        List<Option> options = new ArrayList<>();
        options.add(new Option("", messages.getMessage("job.allStates", null, locale)));
        for (JobState state : JobState.values()) {
            options.add(new Option(state.key(), messages.getMessage("job.state." + state.key(), null, locale)));
        }
        return options;
    }

    @GetMapping("/export")
    void export(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String state,
            Locale locale,
            Download to)
            throws IOException {
        to.send(jobsFile, jobsFile.known(new Jobs.Filter(q.strip(), kind, state)));
    }

    /** What a page shows of the jobs that were started from it. */
    @GetMapping("/here")
    String here(@RequestParam(defaultValue = "") String of, Model model) {
        List<JobView> found = jobs.recent(of);
        model.addAttribute("things", of);
        model.addAttribute("jobs", found);
        model.addAttribute("open", found.stream().anyMatch(j -> j.state().isOpen()));
        return "job/parts :: here";
    }

    /**
     * @param state of the items to show; empty = all, the failed ones first
     * @param after place in the order of the items behind which they stand
     */
    @GetMapping("/{id}")
    String job(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(required = false) @Nullable Integer after,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean part,
            Model model) {
        show(id, state, after, model);
        return part ? "job/drawer" : "job/job";
    }

    /** What the page asks for again when the job has gone on. */
    @GetMapping("/{id}/progress")
    String progress(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(required = false) @Nullable Integer after,
            Model model) {
        show(id, state, after, model);
        return "job/parts :: state";
    }

    private void show(UUID id, String state, @Nullable Integer after, Model model) {
        String wanted = ITEM_STATES.contains(state) ? state : "";
        JobView job = jobs.job(id);
        List<JobItemView> items = wanted.isEmpty() && after == null
                ? jobs.items(id, ITEMS_SHOWN)
                : jobs.items(id, wanted, after, ITEMS_SHOWN + 1);
        boolean more = items.size() > ITEMS_SHOWN;
        List<JobItemView> shown = more ? items.subList(0, ITEMS_SHOWN) : items;
        model.addAttribute("job", job);
        model.addAttribute("items", shown);
        model.addAttribute("itemState", wanted);
        model.addAttribute("after", after);
        model.addAttribute("itemStates", ITEM_STATES);
        model.addAttribute("nextItem", more ? shown.getLast().position() : null);
    }

    /** The result of each item, or of those in one state. */
    @GetMapping("/{id}/export")
    void items(@PathVariable UUID id, @RequestParam(defaultValue = "") String state, Download to) throws IOException {
        to.send(jobItemsFile, new JobItemsFile.Filter(id, ITEM_STATES.contains(state) ? state : ""));
    }

    @PostMapping("/{id}/cancel")
    String cancel(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        return after(id, locale, redirect, "job.cancelled", () -> jobs.cancel(id));
    }

    @PostMapping("/{id}/repeat")
    String repeat(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        return after(id, locale, redirect, "job.repeated", () -> jobs.repeat(id));
    }

    private String after(UUID id, Locale locale, RedirectAttributes redirect, String key, Runnable work) {
        jobs.job(id);
        toasts.tell(redirect, locale, work, key);
        return "redirect:" + Visitor.path("/jobs/" + id);
    }

    private String kind(String kind, Locale locale) {
        return messages.getMessage("job.kind." + kind, null, locale);
    }

    private String text(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }
}
