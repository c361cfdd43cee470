package io.storelane.member.web;

import io.storelane.member.Invitations;
import io.storelane.problem.ProblemException;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What the link of an invitation shows to the invited person. */
@Controller
class OfferPage {

    private final Invitations invitations;
    private final Toasts toasts;
    private final MessageSource messages;

    OfferPage(Invitations invitations, Toasts toasts, MessageSource messages) {
        this.invitations = invitations;
        this.toasts = toasts;
        this.messages = messages;
    }

    @GetMapping("/invite/{token}")
    String show(@PathVariable String token, Locale locale, Model model, HttpServletResponse response) {
        // the address of this page is a secret
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        try {
            var offer = invitations.offer(token);
            String email = Visitor.ifPresent().map(Visitor::email).orElse("");
            model.addAttribute("token", token);
            model.addAttribute("offer", offer);
            model.addAttribute("email", email);
            model.addAttribute("own", email.equals(offer.email()));
            return "member/offer";
        } catch (ProblemException e) {
            response.setStatus(e.code().kind().status());
            model.addAttribute("text", messages.getMessage(e.code().messageKey(), e.args(), locale));
            return "member/offer-problem";
        }
    }

    /** Reached by signed-in people only, so that whoever is not signs in first and comes back. */
    @GetMapping("/invite/{token}/sign-in")
    String signIn(@PathVariable String token) {
        return "redirect:/invite/{token}";
    }

    @PostMapping("/invite/{token}/accept")
    String accept(@PathVariable String token, Locale locale, RedirectAttributes redirect) {
        try {
            return joined(invitations.accept(token, Visitor.current().email()), locale, redirect);
        } catch (ProblemException e) {
            // the page itself says what is wrong
            return "redirect:/invite/{token}";
        }
    }

    /** Accepts an invitation to the own address, which needs no link. */
    @PostMapping("/invitations/{id}/accept")
    String accept(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        try {
            return joined(invitations.accept(id, Visitor.current().email()), locale, redirect);
        } catch (ProblemException e) {
            toasts.failure(redirect, locale, e);
            return "redirect:/start";
        }
    }

    private String joined(String slug, Locale locale, RedirectAttributes redirect) {
        toasts.success(redirect, locale, "invitation.joined");
        return "redirect:/w/" + slug;
    }
}
