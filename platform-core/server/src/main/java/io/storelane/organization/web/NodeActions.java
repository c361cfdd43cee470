package io.storelane.organization.web;

import io.storelane.organization.Organization;
import io.storelane.problem.ProblemException;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Closes, opens and deletes a node. */
@Controller
@RequestMapping("/w/{workspace}/organization/{id}")
class NodeActions {

    private final Organization organization;
    private final Toasts toasts;

    NodeActions(Organization organization, Toasts toasts) {
        this.organization = organization;
        this.toasts = toasts;
    }

    @PostMapping("/close")
    String close(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        return run("organization.closed.done", id, "/" + id, locale, redirect, () -> organization.setActive(id, false));
    }

    @PostMapping("/open")
    String open(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        return run("organization.open.done", id, "/" + id, locale, redirect, () -> organization.setActive(id, true));
    }

    @PostMapping("/delete")
    String delete(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        UUID parent = organization.node(id).parentId();
        return run(
                "organization.deleted",
                id,
                parent == null ? "" : "/" + parent,
                locale,
                redirect,
                () -> organization.delete(id));
    }

    private String run(
            String doneKey, UUID id, String then, Locale locale, RedirectAttributes redirect, Runnable work) {
        String name = organization.node(id).name();
        try {
            work.run();
            toasts.success(redirect, locale, doneKey, name);
            return "redirect:" + Visitor.path("/organization" + then);
        } catch (ProblemException e) {
            toasts.failure(redirect, locale, e);
            return "redirect:" + Visitor.path("/organization/" + id);
        }
    }
}
