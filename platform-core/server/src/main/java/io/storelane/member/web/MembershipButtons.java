package io.storelane.member.web;

import io.storelane.member.Members;
import io.storelane.web.LocalPath;
import io.storelane.web.Visitor;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The end of a membership, and handing the workspace over. */
@Controller
@RequestMapping("/w/{workspace}/members")
class MembershipButtons {

    private final Members members;
    private final Buttons buttons;

    MembershipButtons(Members members, Buttons buttons) {
        this.members = members;
        this.buttons = buttons;
    }

    @PostMapping("/{id}/remove")
    String remove(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        boolean done = buttons.press(() -> members.remove(id), "member.removed", locale, redirect);
        return "redirect:" + Visitor.path(done ? "/members" : "/members/" + id);
    }

    @PostMapping("/{id}/owner")
    String transfer(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        buttons.press(() -> members.transferOwnership(id), "member.transferred", locale, redirect);
        return "redirect:" + Visitor.path("/members/" + id);
    }

    /** @param returnTo a page outside of the workspace to go on from; empty = the home of what is left */
    @PostMapping("/leave")
    String leave(@RequestParam(defaultValue = "") String returnTo, Locale locale, RedirectAttributes redirect) {
        boolean done = buttons.press(members::leave, "member.leftWorkspace", locale, redirect);
        if (!returnTo.isEmpty()) {
            return "redirect:" + LocalPath.orHome(returnTo);
        }
        return "redirect:" + (done ? "/start" : Visitor.path(""));
    }
}
