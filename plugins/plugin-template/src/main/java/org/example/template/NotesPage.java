package org.example.template;

import io.storelane.plugin.api.RequiresPermission;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** {@code /w/<workspace>/p/plugin-template/notes}. */
@Controller
class NotesPage {
    record NoteForm(@NotBlank @Size(max = 1000) String text) {}

    private final NoteRepository notes;

    NotesPage(NoteRepository notes) {
        this.notes = notes;
    }

    @GetMapping("/notes")
    @RequiresPermission("plugin-template.view")
    String show(Model model) {
        model.addAttribute("form", new NoteForm(""));
        return page(model);
    }

    @PostMapping("/notes")
    @RequiresPermission("plugin-template.edit")
    String write(
            @PathVariable String workspace,
            @Valid @ModelAttribute("form") NoteForm form,
            BindingResult errors,
            Model model,
            HttpServletResponse response) {
        if (errors.hasErrors()) {
            response.setStatus(422);
            return page(model);
        }
        notes.write(form.text());
        return "redirect:/w/" + workspace + "/p/plugin-template/notes";
    }

    private String page(Model model) {
        model.addAttribute("notes", notes.latest());
        return "notes";
    }
}
