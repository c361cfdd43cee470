package io.storelane.crm;

import io.storelane.plugin.api.RequiresPermission;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /tasks}: what is to be done, as a list and as a month. */
@Controller
@RequestMapping("/tasks")
@RequiresPermission("crm.view")
class TaskPage {

    private static final int WEEK = 7;

    /**
     * As it was typed.
     *
     * @param outcome name of a {@link Tasks.Outcome}
     * @param again day of the next try, if there is to be one
     */
    record CloseForm(
            @Nullable String outcome,
            @Size(max = 500) @Nullable String remark,
            @Nullable String again) {}

    /** As it was typed. */
    record TaskForm(
            @NotBlank @Size(max = 200) @Nullable String title,
            @Nullable String due,
            @Nullable String person) {}

    private final Tasks tasks;
    private final People people;
    private final Profiles profiles;
    private final Clock clock;

    TaskPage(Tasks tasks, People people, Profiles profiles, Clock clock) {
        this.tasks = tasks;
        this.people = people;
        this.profiles = profiles;
        this.clock = clock;
    }

    @GetMapping
    String list(
            @RequestParam(defaultValue = "open") String view,
            @RequestParam(defaultValue = "") String person,
            @RequestParam(defaultValue = "0") String after,
            @RequestAttribute("zone") ZoneId zone,
            Model model) {
        LocalDate today = LocalDate.now(clock.withZone(zone));
        UUID chosen = people.known(person);
        Map<String, Tasks.Filter> views = Map.of(
                "open", new Tasks.Filter(true, chosen, null, null),
                "overdue", new Tasks.Filter(true, chosen, null, today),
                "closed", new Tasks.Filter(false, chosen, null, null));
        String shown = views.containsKey(view) ? view : "open";
        int skip = after.matches("[0-9]{1,6}") ? Integer.parseInt(after) : 0;
        List<Tasks.Task> found = tasks.find(views.get(shown), skip);
        model.addAttribute("tasks", found.subList(0, Math.min(found.size(), Tasks.PAGE)));
        model.addAttribute("next", found.size() > Tasks.PAGE ? Integer.toString(skip + Tasks.PAGE) : null);
        model.addAttribute("view", shown);
        model.addAttribute("chosen", chosen);
        model.addAttribute(
                "counts",
                views.entrySet().stream()
                        .filter(v -> !v.getKey().equals("closed"))
                        .collect(Collectors.toMap(Map.Entry::getKey, v -> tasks.count(v.getValue()))));
        model.addAttribute("today", today);
        model.addAttribute("people", people.all());
        model.addAttribute("me", people.me());
        return "tasks";
    }

    /** A day of the month, and what is due then. */
    record Day(LocalDate date, boolean inMonth, boolean today, List<Tasks.Task> tasks) {}

    @GetMapping("/calendar")
    String calendar(
            @RequestParam(defaultValue = "") String month,
            @RequestAttribute("zone") ZoneId zone,
            Locale locale,
            Model model) {
        LocalDate today = LocalDate.now(clock.withZone(zone));
        YearMonth shown = month(month, today);
        LocalDate first = shown.atDay(1).with(java.time.temporal.TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        LocalDate end = shown.plusMonths(1).atDay(1);
        Map<LocalDate, List<Tasks.Task>> due =
                tasks.find(new Tasks.Filter(true, null, first, end.plusDays(WEEK)), 0).stream()
                        .collect(Collectors.groupingBy(Tasks.Task::due));
        List<List<Day>> weeks = new ArrayList<>();
        for (LocalDate day = first; day.isBefore(end); day = day.plusDays(WEEK)) {
            weeks.add(day.datesUntil(day.plusDays(WEEK))
                    .map(d -> new Day(
                            d, YearMonth.from(d).equals(shown), d.equals(today), due.getOrDefault(d, List.of())))
                    .toList());
        }
        model.addAttribute("weeks", weeks);
        model.addAttribute("quiet", due.isEmpty());
        model.addAttribute("month", shown);
        model.addAttribute(
                "monthName",
                shown.format(
                        DateTimeFormatter.ofPattern(locale.getLanguage().equals("zh") ? "y 年 M 月" : "MMMM y", locale)));
        model.addAttribute(
                "dayNames",
                List.of(DayOfWeek.values()).stream()
                        .map(d -> d.getDisplayName(java.time.format.TextStyle.SHORT, locale))
                        .toList());
        return "calendar";
    }

    private static YearMonth month(String typed, LocalDate today) {
        try {
            return typed.isEmpty() ? YearMonth.from(today) : YearMonth.parse(typed);
        } catch (java.time.DateTimeException _) {
            return YearMonth.from(today);
        }
    }

    @GetMapping("/{id}")
    String show(@PathVariable UUID id, Model model) {
        model.addAttribute("form", new CloseForm(Tasks.Outcome.REACHED.name(), "", ""));
        return task(id, model);
    }

    private String task(UUID id, Model model) {
        model.addAttribute("task", tasks.find(id).orElseThrow(ProfilePage::missing));
        model.addAttribute("outcomes", Tasks.Outcome.values());
        model.addAttribute("people", people.all());
        return "task";
    }

    @PostMapping("/{id}/close")
    @RequiresPermission("crm.edit")
    String close(
            @PathVariable String workspace,
            @PathVariable UUID id,
            @Valid @ModelAttribute("form") CloseForm form,
            BindingResult errors,
            @RequestAttribute("zone") ZoneId zone,
            Model model,
            HttpServletResponse response) {
        Tasks.Task task = tasks.find(id).orElseThrow(ProfilePage::missing);
        Tasks.Outcome outcome = Typed.one(Tasks.Outcome.class, form.outcome());
        if (outcome == null) {
            errors.rejectValue("outcome", "crm.fault.outcome");
        }
        LocalDate again = Typed.day(form.again());
        if (outcome == Tasks.Outcome.AGAIN && (again == null || again.isBefore(LocalDate.now(clock.withZone(zone))))) {
            errors.rejectValue("again", "crm.fault.again");
        }
        if (errors.hasErrors() || outcome == null) {
            response.setStatus(422);
            return task(id, model);
        }
        tasks.close(task, outcome, Typed.text(form.remark()), again);
        return path(workspace, "/" + id);
    }

    private static String path(String workspace, String page) {
        return "redirect:/w/" + workspace + "/p/crm/tasks" + page;
    }

    @PostMapping("/{id}/reopen")
    @RequiresPermission("crm.edit")
    String reopen(@PathVariable String workspace, @PathVariable UUID id) {
        tasks.reopen(tasks.find(id).orElseThrow(ProfilePage::missing));
        return path(workspace, "/" + id);
    }

    /** @param person empty = nobody */
    @PostMapping("/{id}/assign")
    @RequiresPermission("crm.edit")
    String assign(
            @PathVariable String workspace, @PathVariable UUID id, @RequestParam(defaultValue = "") String person) {
        Tasks.Task task = tasks.find(id).orElseThrow(ProfilePage::missing);
        tasks.assign(task, person.equals("me") ? people.join().id() : people.known(person));
        return path(workspace, "/" + id);
    }

    @GetMapping("/new")
    @RequiresPermission("crm.edit")
    String add(@RequestParam UUID customer, @RequestAttribute("zone") ZoneId zone, Model model) {
        model.addAttribute(
                "form",
                new TaskForm("", LocalDate.now(clock.withZone(zone)).plusDays(1).toString(), ""));
        return form(customer, model);
    }

    private String form(UUID customer, Model model) {
        model.addAttribute("customer", profiles.find(customer).orElseThrow(ProfilePage::missing));
        model.addAttribute("people", people.all());
        return "task-form";
    }

    @PostMapping("/new")
    @RequiresPermission("crm.edit")
    String add(
            @PathVariable String workspace,
            @RequestParam UUID customer,
            @Valid @ModelAttribute("form") TaskForm form,
            BindingResult errors,
            Model model,
            HttpServletResponse response) {
        LocalDate due = Typed.day(form.due());
        if (due == null) {
            errors.rejectValue("due", "crm.fault.value.DATE");
        }
        if (errors.hasErrors() || due == null) {
            response.setStatus(422);
            return form(customer, model);
        }
        if (!tasks.add(customer, Typed.text(form.title()), due, people.known(form.person()))) {
            throw ProfilePage.missing();
        }
        return "redirect:/w/" + workspace + "/p/crm/customers/" + customer;
    }
}
