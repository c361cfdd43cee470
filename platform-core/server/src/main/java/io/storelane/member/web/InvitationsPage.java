package io.storelane.member.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.member.InvitationView;
import io.storelane.member.Invitations;
import io.storelane.tenancy.Slice;
import io.storelane.ui.Tab;
import io.storelane.web.Visitor;
import io.storelane.web.list.Download;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Invitations that were sent. */
@Controller
@RequestMapping("/w/{workspace}/members/invitations")
class InvitationsPage {

    private static final List<String> STATES = List.of("", "open", "expired", "accepted", "revoked");

    private static final int SIZE = 50;

    private final Invitations invitations;
    private final Lists lists;
    private final Buttons buttons;
    private final InvitationsFile invitationsFile;

    InvitationsPage(Invitations invitations, Lists lists, Buttons buttons, InvitationsFile invitationsFile) {
        this.invitationsFile = invitationsFile;
        this.invitations = invitations;
        this.lists = lists;
        this.buttons = buttons;
    }

    @GetMapping
    String list(
            @RequestParam(defaultValue = "") String state, @RequestParam(defaultValue = "") String after, Model model) {
        String shown = STATES.contains(state) ? state : "";
        model.addAttribute("tabs", lists.tabs(true));
        model.addAttribute("states", states(shown));
        model.addAttribute("state", shown);
        Slice<InvitationView> page = invitations.find(shown, after, SIZE);
        model.addAttribute("invitations", page.rows());
        model.addAttribute("prev", page.previous());
        model.addAttribute("next", page.next());
        model.addAttribute("mayManage", Access.current().allows(Permission.MEMBERS_MANAGE));
        return "member/invitations";
    }

    @GetMapping("/export")
    void export(@RequestParam(defaultValue = "") String state, Download to) throws IOException {
        to.send(invitationsFile, new InvitationsFile.Filter(STATES.contains(state) ? state : ""));
    }

    private List<Tab> states(String shown) {
        Map<String, Long> counts = invitations.counts();
        String page = Visitor.path("/members/invitations");
        return STATES.stream()
                .map(s -> new Tab(
                        "invitation.state." + (s.isEmpty() ? "pending" : s),
                        s.isEmpty() ? page : page + "?state=" + s,
                        s.isEmpty()
                                ? counts.getOrDefault("open", 0L) + counts.getOrDefault("expired", 0L)
                                : counts.getOrDefault(s, 0L),
                        s.equals(shown)))
                .toList();
    }

    @PostMapping("/{id}/resend")
    String resend(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        buttons.press(() -> invitations.resend(id), "invitation.resent", locale, redirect);
        return page();
    }

    @PostMapping("/{id}/revoke")
    String revoke(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        buttons.press(() -> invitations.revoke(id), "invitation.revoked", locale, redirect);
        return page();
    }

    private static String page() {
        return "redirect:" + Visitor.path("/members/invitations");
    }
}
