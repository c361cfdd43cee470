package io.storelane.crm;

import io.storelane.plugin.api.RequiresPermission;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** {@code /tasks/rules}: what makes tasks by itself. */
@Controller
@RequestMapping("/tasks/rules")
@RequiresPermission("crm.setup")
class TaskRulePage {

    private static final long MOST_DAYS = 3_650;

    /** As it was typed. @param kind name of a {@link TaskRules.Kind} */
    record RuleForm(
            @Nullable String kind,
            @Nullable String days,
            @NotBlank @Size(max = 200) @Nullable String title,
            @Nullable String person) {}

    private final TaskRules rules;
    private final People people;

    TaskRulePage(TaskRules rules, People people) {
        this.rules = rules;
        this.people = people;
    }

    @GetMapping
    String show(Model model) {
        model.addAttribute("form", new RuleForm(TaskRules.Kind.AFTER_DELIVERY.name(), "7", "", ""));
        return page(model);
    }

    private String page(Model model) {
        model.addAttribute("rules", rules.all());
        model.addAttribute("kinds", TaskRules.Kind.values());
        model.addAttribute("people", people.all());
        return "task-rules";
    }

    @PostMapping
    String add(
            @PathVariable String workspace,
            @Valid @ModelAttribute("form") RuleForm form,
            BindingResult errors,
            Model model,
            HttpServletResponse response) {
        if (rules.all().size() >= TaskRules.MOST) {
            errors.reject("crm.fault.rules", new Object[] {TaskRules.MOST}, null);
        }
        TaskRules.Kind kind = Typed.one(TaskRules.Kind.class, form.kind());
        if (kind == null) {
            errors.rejectValue("kind", "crm.fault.field");
        }
        Long days = Typed.number(form.days(), MOST_DAYS);
        if (days == null) {
            errors.rejectValue("days", "crm.fault.days");
        }
        UUID person = people.known(form.person());
        if (person == null && !Typed.text(form.person()).isEmpty()) {
            errors.rejectValue("person", "crm.fault.person");
        }
        String title = Typed.text(form.title());
        if (errors.hasErrors() || kind == null || days == null) {
            response.setStatus(422);
            return page(model);
        }
        rules.add(kind, days, title, person);
        return path(workspace);
    }

    @PostMapping("/{id}/{turn:start|stop}")
    String turn(@PathVariable String workspace, @PathVariable UUID id, @PathVariable String turn) {
        rules.turn(rules.find(id).orElseThrow(ProfilePage::missing), turn.equals("start"));
        return path(workspace);
    }

    private static String path(String workspace) {
        return "redirect:/w/" + workspace + "/p/crm/tasks/rules";
    }
}
