package io.storelane.crm;

import io.storelane.plugin.api.RequiresPermission;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /segments}: groups of customers, and the builder of their rules. Each step of the builder is a form, so it works by keyboard and
 * without script; with it, parts are exchanged and the count follows what is typed. */
@Controller
@RequestMapping("/segments")
@RequiresPermission("crm.view")
class SegmentPage {

    private final Segments segments;
    private final RuleReader rules;
    private final Attributes attributes;
    private final Profiles profiles;

    SegmentPage(Segments segments, RuleReader rules, Attributes attributes, Profiles profiles) {
        this.segments = segments;
        this.rules = rules;
        this.attributes = attributes;
        this.profiles = profiles;
    }

    @GetMapping
    String list(Model model) {
        model.addAttribute("segments", segments.all());
        return "segments";
    }

    @GetMapping("/{id}")
    String show(@PathVariable UUID id, @RequestParam(defaultValue = "") String after, Model model) {
        Segments.Segment segment = segments.find(id).orElseThrow(ProfilePage::missing);
        ProfilePage.page(model, segments.members(segment.rule(), Profiles.Place.of(after), Profiles.PAGE + 1));
        model.addAttribute("segment", segment);
        model.addAttribute("total", segments.count(segment.rule()));
        return "segment";
    }

    /** What a list shows of one, as soon as it is counted. */
    @GetMapping("/{id}/count")
    String count(@PathVariable UUID id, Model model) {
        return count(
                Optional.of(segments.find(id).orElseThrow(ProfilePage::missing).rule()), model);
    }

    private String count(Optional<Rule> rule, Model model) {
        model.addAttribute("count", rule.map(segments::count).orElse(null));
        return "parts :: count";
    }

    @GetMapping("/new")
    @RequiresPermission("crm.edit")
    String add(Model model) {
        return builder(null, new SegmentForm("", "all", List.of(), ""), model);
    }

    @GetMapping("/{id}/edit")
    @RequiresPermission("crm.edit")
    String edit(@PathVariable UUID id, Model model) {
        return builder(id, rules.form(segments.find(id).orElseThrow(ProfilePage::missing)), model);
    }

    private String builder(@org.jspecify.annotations.Nullable UUID id, SegmentForm form, Model model) {
        model.addAttribute("form", form);
        model.addAttribute("id", id);
        model.addAttribute("groups", rules.shown(form));
        model.addAttribute("fields", List.of(Rule.Field.values()).subList(0, Rule.Field.values().length - 1));
        model.addAttribute("attributes", attributes.all());
        List<String> currencies = profiles.currencies();
        model.addAttribute("currency", currencies.isEmpty() ? "" : currencies.getFirst());
        return "segment-form";
    }

    /** A button of the builder, or a field that was changed: the form as it is then. */
    @PostMapping({"/draft", "/{id}/draft"})
    @RequiresPermission("crm.edit")
    String draft(
            @PathVariable Optional<UUID> id,
            @RequestParam(name = "do", defaultValue = "") String action,
            @ModelAttribute("form") SegmentForm form,
            BindingResult errors,
            Model model) {
        // whatever is wrong so far is said when it is saved
        model.asMap().remove(BindingResult.MODEL_KEY_PREFIX + "form");
        return builder(id.orElse(null), form.after(action), model);
    }

    @PostMapping("/count")
    @RequiresPermission("crm.edit")
    String count(@ModelAttribute("form") SegmentForm form, BindingResult errors, Model model) {
        return count(rules.rule(form, (_, _) -> {}), model);
    }

    @PostMapping
    @RequiresPermission("crm.edit")
    String add(
            @PathVariable String workspace,
            @Valid @ModelAttribute("form") SegmentForm form,
            BindingResult errors,
            Model model,
            HttpServletResponse response) {
        UUID id = UUID.randomUUID();
        Rule rule = rule(form, errors);
        if (!errors.hasErrors() && segments.add(id, form.name(), rule) == Segments.Saved.NAME_TAKEN) {
            errors.rejectValue("name", "crm.fault.name");
        }
        return errors.hasErrors() ? refused(null, form, model, response) : path(workspace, id);
    }

    @PostMapping("/{id}")
    @RequiresPermission("crm.edit")
    String change(
            @PathVariable String workspace,
            @PathVariable UUID id,
            @Valid @ModelAttribute("form") SegmentForm form,
            BindingResult errors,
            Model model,
            HttpServletResponse response) {
        if (segments.find(id).isEmpty()) {
            throw ProfilePage.missing();
        }
        Rule rule = rule(form, errors);
        if (!errors.hasErrors()) {
            switch (segments.change(id, version(form), form.name(), rule)) {
                case NAME_TAKEN -> errors.rejectValue("name", "crm.fault.name");
                case CHANGED_MEANWHILE -> errors.reject("crm.fault.changed");
                case DONE -> {}
            }
        }
        return errors.hasErrors() ? refused(id, form, model, response) : path(workspace, id);
    }

    private static long version(SegmentForm form) {
        return form.version().matches("[0-9]{1,18}") ? Long.parseLong(form.version()) : -1;
    }

    private Rule rule(SegmentForm form, BindingResult errors) {
        return rules.rule(form, (field, key) -> errors.rejectValue(field, key)).orElse(new Rule.Group(true, List.of()));
    }

    private String refused(
            @org.jspecify.annotations.Nullable UUID id, SegmentForm form, Model model, HttpServletResponse response) {
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return builder(id, form, model);
    }

    private static String path(String workspace, UUID id) {
        return "redirect:/w/" + workspace + "/p/crm/segments/" + id;
    }

    @PostMapping("/{id}/delete")
    @RequiresPermission("crm.edit")
    String remove(@PathVariable String workspace, @PathVariable UUID id) {
        segments.remove(segments.find(id).orElseThrow(ProfilePage::missing));
        return "redirect:/w/" + workspace + "/p/crm/segments";
    }
}
