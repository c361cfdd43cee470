package io.storelane.member.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.member.MemberView;
import io.storelane.member.Members;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Slice;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import io.storelane.web.list.Download;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The members of the workspace. */
@Controller
@RequestMapping("/w/{workspace}/members")
class MembersPage {

    private static final int SIZE = 50;

    private final Members members;
    private final Lists lists;
    private final Choices choices;
    private final Toasts toasts;
    private final MembersFile membersFile;

    MembersPage(Members members, Lists lists, Choices choices, Toasts toasts, MembersFile membersFile) {
        this.membersFile = membersFile;
        this.members = members;
        this.lists = lists;
        this.choices = choices;
        this.toasts = toasts;
    }

    @GetMapping
    String list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false) @Nullable UUID role,
            @RequestParam(defaultValue = "name") String sort,
            @RequestParam(defaultValue = "") String after,
            Locale locale,
            Model model) {
        var filter = new Members.Filter(q.strip(), role, sort);
        Slice<MemberView> page = members.find(filter, after, SIZE);
        model.addAttribute("tabs", lists.tabs(false));
        model.addAttribute("members", page.rows());
        model.addAttribute("prev", page.previous());
        model.addAttribute("next", page.next());
        model.addAttribute("total", members.count(filter));
        model.addAttribute("filter", filter);
        model.addAttribute("roles", choices.filter(locale));
        model.addAttribute("me", Visitor.current().userId());
        model.addAttribute("mayManage", Access.current().allows(Permission.MEMBERS_MANAGE));
        return "member/members";
    }

    @GetMapping("/export")
    void export(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false) @Nullable UUID role,
            @RequestParam(defaultValue = "name") String sort,
            Download to)
            throws IOException {
        to.send(membersFile, new Members.Filter(q.strip(), role, sort));
    }

    /** Removes the chosen members, and shows of each what became of it. */
    @PostMapping("/remove")
    String remove(@RequestParam(defaultValue = "") List<UUID> id, Locale locale, RedirectAttributes redirect) {
        try {
            return "redirect:" + Visitor.path("/jobs/" + members.removeAll(id));
        } catch (ProblemException e) {
            toasts.failure(redirect, locale, e);
            return "redirect:" + Visitor.path("/members");
        }
    }
}
