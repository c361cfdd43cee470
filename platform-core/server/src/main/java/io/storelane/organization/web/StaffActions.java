package io.storelane.organization.web;

import io.storelane.organization.Staff;
import io.storelane.problem.ProblemException;
import io.storelane.web.LocalPath;
import io.storelane.web.Toasts;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Ends assignments, one or several; the way leads back to the list as it was. */
@Controller
@RequestMapping("/w/{workspace}/staff")
class StaffActions {

    private final Staff staff;
    private final Toasts toasts;

    StaffActions(Staff staff, Toasts toasts) {
        this.staff = staff;
        this.toasts = toasts;
    }

    @PostMapping("/{id}/end")
    String end(@PathVariable UUID id, @RequestParam String returnTo, Locale locale, RedirectAttributes redirect) {
        tryToEnd(id)
                .ifPresentOrElse(
                        problem -> toasts.failure(redirect, locale, problem),
                        () -> toasts.success(redirect, locale, "staff.ended"));
        return "redirect:" + LocalPath.orHome(returnTo);
    }

    /** Ends several; each for itself, so that one that fails holds up no other. */
    @PostMapping("/end")
    String end(
            @RequestParam(defaultValue = "") List<UUID> id,
            @RequestParam String returnTo,
            Locale locale,
            RedirectAttributes redirect) {
        long failed = id.stream().filter(one -> tryToEnd(one).isPresent()).count();
        if (!id.isEmpty()) {
            toasts.success(redirect, locale, "staff.ended.many", id.size() - failed, failed);
        }
        return "redirect:" + LocalPath.orHome(returnTo);
    }

    private Optional<ProblemException> tryToEnd(UUID id) {
        try {
            staff.end(id);
            return Optional.empty();
        } catch (ProblemException e) {
            return Optional.of(e);
        }
    }
}
