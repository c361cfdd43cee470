package io.storelane.workspace.web;

import io.storelane.identity.Users;
import io.storelane.member.Invitations;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Ids;
import io.storelane.web.Currencies;
import io.storelane.web.Forms;
import io.storelane.web.Visitor;
import io.storelane.workspace.CreateWorkspace;
import io.storelane.workspace.Slugs;
import io.storelane.workspace.Workspaces;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where a person lands after login: into the one workspace, to a choice of several, or to making the first. */
@Controller
class StartPages {

    private final Users users;
    private final Invitations invitations;
    private final Workspaces workspaces;
    private final Slugs slugs;
    private final MessageSource messages;

    StartPages(Users users, Invitations invitations, Workspaces workspaces, Slugs slugs, MessageSource messages) {
        this.users = users;
        this.invitations = invitations;
        this.workspaces = workspaces;
        this.slugs = slugs;
        this.messages = messages;
    }

    @GetMapping("/start")
    String start(Model model) {
        if (Visitor.ifPresent().isEmpty()) {
            return "redirect:/login";
        }
        Visitor visitor = Visitor.current();
        var offers = invitations.offersTo(visitor.email());
        if (offers.isEmpty()) {
            if (visitor.workspaces().isEmpty()) {
                return "redirect:/workspaces/new";
            }
            if (visitor.workspaces().size() == 1) {
                return "redirect:/w/" + visitor.workspaces().getFirst().slug();
            }
        }
        model.addAttribute("offers", offers);
        model.addAttribute("places", visitor.workspaces());
        return "workspace/start";
    }

    @GetMapping("/workspaces/new")
    String form(Locale locale, Model model) {
        boolean chinese = locale.getLanguage().equals("zh");
        model.addAttribute(
                "workspaceForm",
                new WorkspaceForm(
                        Ids.next(),
                        "",
                        "",
                        locale.toLanguageTag(),
                        chinese ? "CNY" : "USD",
                        chinese ? "Asia/Shanghai" : "UTC",
                        false));
        return show(model, locale);
    }

    @PostMapping("/workspaces/new")
    String create(
            @Valid @ModelAttribute WorkspaceForm workspaceForm,
            BindingResult form,
            Model model,
            HttpServletResponse response,
            Locale locale) {
        Visitor visitor = Visitor.current();
        boolean accepted = users.hasAcceptedTerms(visitor.userId());
        if (!accepted && !Boolean.TRUE.equals(workspaceForm.terms())) {
            form.rejectValue("terms", "AssertTrue");
        }
        AtomicReference<String> slug = new AtomicReference<>("");
        boolean made = Forms.submit(form, response, () -> {
            if (!accepted) {
                users.acceptTerms(visitor.userId());
            }
            slug.set(workspaces.create(new CreateWorkspace(
                    workspaceForm.requestId(),
                    workspaceForm.name(),
                    workspaceForm.slug(),
                    Locale.forLanguageTag(workspaceForm.locale()),
                    workspaceForm.currency(),
                    workspaceForm.timeZone())));
        });
        return made ? "redirect:/w/" + slug.get() : show(model, locale);
    }

    /** Answer while typing: a proposal for the address, or whether the typed one is free. */
    @GetMapping("/workspaces/slug")
    String check(
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String slug,
            Locale locale,
            Model model) {
        String candidate = slug.isEmpty() ? slugs.propose(name).orElse("") : slug;
        model.addAttribute("slug", candidate);
        model.addAttribute("proposed", slug.isEmpty());
        if (!candidate.isEmpty()) {
            try {
                slugs.requireFree(candidate);
                model.addAttribute("ok", messages.getMessage("workspace.slug.free", null, locale));
            } catch (ProblemException e) {
                model.addAttribute("bad", messages.getMessage(e.code().messageKey(), e.args(), locale));
            }
        }
        return "workspace/slug :: answer";
    }

    private String show(Model model, Locale locale) {
        model.addAttribute("askTerms", !users.hasAcceptedTerms(Visitor.current().userId()));
        model.addAttribute("languages", Choices.languages());
        model.addAttribute("currencies", Currencies.options(locale));
        model.addAttribute("zones", Choices.zones());
        return "workspace/new";
    }
}
