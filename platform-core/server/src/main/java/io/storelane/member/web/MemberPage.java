package io.storelane.member.web;

import static java.util.Objects.requireNonNull;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.member.Members;
import io.storelane.organization.Staff;
import io.storelane.web.Forms;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One member: roles and positions. */
@Controller
@RequestMapping("/w/{workspace}/members")
class MemberPage {

    private final Members members;
    private final Staff staff;
    private final Choices choices;
    private final Toasts toasts;
    private final Buttons buttons;

    MemberPage(Members members, Staff staff, Choices choices, Toasts toasts, Buttons buttons) {
        this.members = members;
        this.staff = staff;
        this.choices = choices;
        this.toasts = toasts;
        this.buttons = buttons;
    }

    @GetMapping("/{id}")
    String show(
            @PathVariable UUID id,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean part,
            Locale locale,
            Model model) {
        model.addAttribute("grantForm", new GrantForm(null, null));
        fill(id, locale, model);
        return part ? "member/drawer" : "member/member";
    }

    private void fill(UUID id, Locale locale, Model model) {
        Access access = Access.current();
        boolean mayManage = access.allows(Permission.MEMBERS_MANAGE);
        model.addAttribute("member", members.member(id));
        model.addAttribute("held", members.roles(id));
        model.addAttribute("positions", staff.of(id));
        model.addAttribute("mayManage", mayManage);
        model.addAttribute("own", access.userId().equals(id));
        model.addAttribute("byOwner", access.owner());
        model.addAttribute("mayTransfer", access.owner() && !access.userId().equals(id));
        if (mayManage) {
            model.addAttribute("roles", choices.grantable(locale));
            model.addAttribute("nodes", choices.nodes());
        }
    }

    @PostMapping("/{id}/roles")
    String grant(
            @PathVariable UUID id,
            @Valid @ModelAttribute GrantForm grantForm,
            BindingResult form,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        if (!Forms.submit(
                form,
                response,
                () -> members.grant(id, requireNonNull(grantForm.roleId()), requireNonNull(grantForm.nodeId())))) {
            fill(id, locale, model);
            return "member/member";
        }
        toasts.success(redirect, locale, "member.granted");
        return page(id);
    }

    @PostMapping("/{id}/roles/{assignment}/revoke")
    String revoke(@PathVariable UUID id, @PathVariable UUID assignment, Locale locale, RedirectAttributes redirect) {
        buttons.press(() -> members.revoke(id, assignment), "member.revoked", locale, redirect);
        return page(id);
    }

    private static String page(UUID id) {
        return "redirect:" + Visitor.path("/members/" + id);
    }
}
