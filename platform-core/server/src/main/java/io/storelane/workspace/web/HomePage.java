package io.storelane.workspace.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.billing.Subscriptions;
import io.storelane.ui.ChecklistStep;
import io.storelane.web.Visitor;
import io.storelane.workspace.FirstSteps;
import io.storelane.workspace.Workspaces;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Home of a workspace: what to do first, and how things stand. */
@Controller
class HomePage {

    private final FirstSteps firstSteps;
    private final Workspaces workspaces;
    private final Subscriptions subscriptions;
    private final Clock clock;

    HomePage(FirstSteps firstSteps, Workspaces workspaces, Subscriptions subscriptions, Clock clock) {
        this.firstSteps = firstSteps;
        this.workspaces = workspaces;
        this.subscriptions = subscriptions;
        this.clock = clock;
    }

    @GetMapping("/w/{workspace}")
    String home(Model model) {
        Access access = Access.current();
        FirstSteps.Counts counts = firstSteps.counts();
        model.addAttribute("counts", counts);
        model.addAttribute("userName", Visitor.current().name());
        boolean mayWork = access.allows(Permission.SETTINGS_MANAGE);
        boolean hidden = mayWork && counts.hidden();
        model.addAttribute("showSteps", mayWork && !hidden);
        model.addAttribute("stepsHidden", hidden);
        model.addAttribute("steps", steps(counts));
        model.addAttribute("noRole", access.reaches().isEmpty());
        Subscriptions.Summary subscription = subscriptions.current();
        Instant end = subscription.trialEndsAt();
        if (mayWork && end != null && subscription.status().equals("trialing")) {
            long days = Math.max(
                    0, Duration.between(clock.instant(), end).plusHours(23).toDays());
            model.addAttribute("trialDays", days);
        }
        return "workspace/home";
    }

    @PostMapping("/w/{workspace}/first-steps")
    String hide(@RequestParam boolean hidden) {
        Access.current().require(Permission.SETTINGS_MANAGE);
        workspaces.hideFirstSteps(hidden);
        return "redirect:" + Visitor.path("");
    }

    private static List<ChecklistStep> steps(FirstSteps.Counts counts) {
        return List.of(
                new ChecklistStep("building-store", "home.step.workspace", null, null, true),
                new ChecklistStep(
                        "settings",
                        "home.step.settings",
                        "home.step.settings.text",
                        Visitor.path("/settings"),
                        counts.addressFilled()),
                new ChecklistStep(
                        "sitemap",
                        "home.step.organization",
                        "home.step.organization.text",
                        Visitor.path("/organization"),
                        counts.nodes() > 1),
                new ChecklistStep(
                        "user-plus",
                        "home.step.invite",
                        "home.step.invite.text",
                        Visitor.path("/members/invite"),
                        counts.members() + counts.openInvitations() > 1),
                new ChecklistStep(
                        "id-badge",
                        "home.step.staff",
                        "home.step.staff.text",
                        Visitor.path("/staff/new"),
                        counts.assigned() > 0));
    }
}
