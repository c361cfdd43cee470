package io.storelane.member.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.member.Invitations;
import io.storelane.ui.Option;
import io.storelane.web.Forms;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Invites a person. */
@Controller
@RequestMapping("/w/{workspace}/members/invite")
class InvitePage {

    private static final List<Option> LANGUAGES = List.of(new Option("zh-CN", "简体中文"), new Option("en", "English"));

    private final Invitations invitations;
    private final Choices choices;
    private final Toasts toasts;

    InvitePage(Invitations invitations, Choices choices, Toasts toasts) {
        this.invitations = invitations;
        this.choices = choices;
        this.toasts = toasts;
    }

    /** @param node place to start from, for a link at a place */
    @GetMapping
    String show(@RequestParam(required = false) @Nullable UUID node, Locale locale, Model model) {
        Access.current().require(Permission.MEMBERS_MANAGE);
        String language = locale.getLanguage().equals("zh") ? "zh-CN" : "en";
        model.addAttribute("inviteForm", new InviteForm("", "", null, node, null, language));
        fill(locale, model);
        return "member/invite";
    }

    private void fill(Locale locale, Model model) {
        model.addAttribute("roles", choices.grantable(locale));
        model.addAttribute("nodes", choices.nodes());
        model.addAttribute("positions", choices.positions(locale));
        model.addAttribute("languages", LANGUAGES);
    }

    @PostMapping
    String invite(
            @Valid @ModelAttribute InviteForm inviteForm,
            BindingResult form,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        if (!Forms.submit(form, response, () -> invitations.invite(inviteForm.command()))) {
            fill(locale, model);
            return "member/invite";
        }
        toasts.success(redirect, locale, "invitation.sentTo", inviteForm.email());
        return "redirect:" + Visitor.path("/members/invitations");
    }
}
