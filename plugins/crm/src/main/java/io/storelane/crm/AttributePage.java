package io.storelane.crm;

import io.storelane.plugin.api.RequiresPermission;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /attributes}: what is asked about customers; and the answers for one of them. */
@Controller
class AttributePage {

    static final List<Rule.Kind> KINDS = List.of(Rule.Kind.TEXT, Rule.Kind.NUMBER, Rule.Kind.DATE, Rule.Kind.CHOICE);
    private static final int MOST_CHOICES = 100;
    private static final int LONGEST_CHOICE = 100;
    private static final String VALUE = "value-";

    record AttributeForm(
            @NotBlank @Size(max = 100) @Nullable String name,
            @Nullable String kind,
            @Size(max = 5000) @Nullable String choices) {

        List<String> lines() {
            return choices == null
                    ? List.of()
                    : choices.lines()
                            .map(String::strip)
                            .filter(c -> !c.isEmpty())
                            .distinct()
                            .toList();
        }
    }

    private final Attributes attributes;
    private final Profiles profiles;
    private final Answers answers;

    AttributePage(Attributes attributes, Profiles profiles, Answers answers) {
        this.attributes = attributes;
        this.profiles = profiles;
        this.answers = answers;
    }

    @GetMapping("/attributes")
    @RequiresPermission("crm.setup")
    String list(Model model) {
        model.addAttribute("form", new AttributeForm("", Rule.Kind.TEXT.name(), ""));
        return page(model);
    }

    private String page(Model model) {
        model.addAttribute("attributes", attributes.all());
        model.addAttribute("kinds", KINDS);
        return "attributes";
    }

    @PostMapping("/attributes")
    @RequiresPermission("crm.setup")
    String add(
            @PathVariable String workspace,
            @Valid @ModelAttribute("form") AttributeForm form,
            BindingResult errors,
            Model model,
            HttpServletResponse response) {
        Rule.Kind kind = Typed.one(Rule.Kind.class, form.kind());
        if (kind == null || !KINDS.contains(kind)) {
            errors.rejectValue("kind", "crm.fault.field");
        }
        List<String> choices = kind == Rule.Kind.CHOICE ? form.lines() : List.of();
        if (kind == Rule.Kind.CHOICE
                && (choices.isEmpty()
                        || choices.size() > MOST_CHOICES
                        || choices.stream().anyMatch(c -> c.length() > LONGEST_CHOICE))) {
            errors.rejectValue("choices", "crm.fault.choices");
        }
        if (attributes.all().size() >= Attributes.MOST) {
            errors.reject("crm.fault.attributes");
        }
        if (!errors.hasErrors() && kind != null && !attributes.add(Typed.text(form.name()), kind, choices)) {
            errors.rejectValue("name", "crm.fault.attribute.name");
        }
        if (errors.hasErrors()) {
            response.setStatus(422);
            return page(model);
        }
        return "redirect:/w/" + workspace + "/p/crm/attributes";
    }

    @PostMapping("/attributes/{id}/delete")
    @RequiresPermission("crm.setup")
    String remove(@PathVariable String workspace, @PathVariable UUID id) {
        attributes.remove(attributes.find(id).orElseThrow(ProfilePage::missing));
        return "redirect:/w/" + workspace + "/p/crm/attributes";
    }

    @GetMapping("/customers/{id}/attributes")
    @RequiresPermission("crm.edit")
    String answers(@PathVariable UUID id, Model model) {
        return answers(id, Map.of(), List.of(), model);
    }

    private String answers(UUID id, Map<String, String> typed, List<Attributes.Attribute> wrong, Model model) {
        model.addAttribute("profile", profiles.find(id).orElseThrow(ProfilePage::missing));
        model.addAttribute(
                "attributes",
                attributes.of(id).stream()
                        .map(e -> new Attributes.Entered(
                                e.attribute(),
                                typed.getOrDefault(VALUE + e.attribute().id(), e.value())))
                        .toList());
        model.addAttribute("wrong", wrong.stream().map(Attributes.Attribute::id).toList());
        model.addAttribute("wrongOnes", wrong);
        return "answers";
    }

    /** All of them, or none if one is not of its kind. */
    @PostMapping("/customers/{id}/attributes")
    @RequiresPermission("crm.edit")
    String answer(
            @PathVariable String workspace,
            @PathVariable UUID id,
            @RequestParam Map<String, String> typed,
            Model model,
            HttpServletResponse response) {
        Map<Attributes.Attribute, String> given = new LinkedHashMap<>();
        attributes.all().forEach(a -> {
            String value = typed.get(VALUE + a.id());
            if (value != null) {
                given.put(a, value.strip());
            }
        });
        List<Attributes.Attribute> wrong = given.entrySet().stream()
                .filter(e -> !e.getValue().isEmpty() && Attributes.read(e.getKey(), e.getValue()) == null)
                .map(Map.Entry::getKey)
                .toList();
        if (!wrong.isEmpty()) {
            response.setStatus(422);
            return answers(id, typed, wrong, model);
        }
        answers.enter(id, given);
        return "redirect:/w/" + workspace + "/p/crm/customers/" + id;
    }
}
