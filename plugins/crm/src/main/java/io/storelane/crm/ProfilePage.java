package io.storelane.crm;

import io.storelane.plugin.api.RequiresPermission;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** {@code /customers}: whom the workspace knows, and all about one of them. */
@Controller
@RequiresPermission("crm.view")
class ProfilePage {

    private static final int ENTRIES = 100;

    record NoteForm(@NotBlank @Size(max = 2000) String text) {}

    private final Profiles profiles;
    private final Timeline timeline;
    private final Notes notes;
    private final Tasks tasks;
    private final Attributes attributes;

    ProfilePage(Profiles profiles, Timeline timeline, Notes notes, Tasks tasks, Attributes attributes) {
        this.profiles = profiles;
        this.timeline = timeline;
        this.notes = notes;
        this.tasks = tasks;
        this.attributes = attributes;
    }

    @GetMapping("/customers")
    String list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String tag,
            @RequestParam(defaultValue = "") String after,
            Model model) {
        List<Profiles.Line> lines =
                profiles.search(q.strip(), tag.strip(), Profiles.Place.of(after), Profiles.PAGE + 1);
        page(model, lines);
        model.addAttribute("q", q.strip());
        model.addAttribute("tag", tag.strip());
        model.addAttribute("total", profiles.count(Condition.TRUE));
        return "customers";
    }

    /** A page of lines, and the place behind its last if there are more. */
    static void page(Model model, List<Profiles.Line> lines) {
        List<Profiles.Line> shown = lines.subList(0, Math.min(lines.size(), Profiles.PAGE));
        model.addAttribute("lines", shown);
        model.addAttribute(
                "next",
                lines.size() > Profiles.PAGE
                        ? new Profiles.Place(
                                        shown.getLast().activeAt(),
                                        shown.getLast().id())
                                .toString()
                        : null);
    }

    @GetMapping("/customers/{id}")
    String show(@PathVariable UUID id, Model model) {
        model.addAttribute("form", new NoteForm(""));
        return whole(id, model);
    }

    private String whole(UUID id, Model model) {
        model.addAttribute("profile", profiles.find(id).orElseThrow(ProfilePage::missing));
        model.addAttribute("entries", timeline.of(id, ENTRIES));
        model.addAttribute("tasks", tasks.ofCustomer(id));
        model.addAttribute("attributes", attributes.of(id));
        return "customer";
    }

    static ResponseStatusException missing() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }

    @PostMapping("/customers/{id}/notes")
    @RequiresPermission("crm.edit")
    String note(
            @PathVariable String workspace,
            @PathVariable UUID id,
            @Valid @ModelAttribute("form") NoteForm form,
            BindingResult errors,
            Model model,
            HttpServletResponse response) {
        if (errors.hasErrors()) {
            response.setStatus(422);
            return whole(id, model);
        }
        notes.write(id, form.text().strip());
        return "redirect:/w/" + workspace + "/p/crm/customers/" + id;
    }
}
