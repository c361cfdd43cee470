package io.storelane.rma.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.problem.Kind;
import io.storelane.problem.ProblemException;
import io.storelane.rma.RequestReturn;
import io.storelane.rma.Returns;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.HashMap;
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

/** Asks for a return of an order, for the shopper. */
@Controller
@RequestMapping("/w/{workspace}/returns/of/{order}")
class ReturnFormPage {

    private final Returns returns;
    private final ReturnWords words;
    private final Toasts toasts;

    ReturnFormPage(Returns returns, ReturnWords words, Toasts toasts) {
        this.returns = returns;
        this.words = words;
        this.toasts = toasts;
    }

    @GetMapping
    String ask(@PathVariable UUID order, Locale locale, Model model) {
        return form(order, Map.of(), "", locale, model);
    }

    private String form(UUID order, Map<String, String> typed, String problem, Locale locale, Model model) {
        model.addAttribute("offer", returns.offer(order));
        model.addAttribute("typed", typed);
        model.addAttribute("problem", problem);
        model.addAttribute("resolutions", words.resolutions(locale));
        model.addAttribute("reasons", words.reasons(locale));
        model.addAttribute("mayOverride", Access.current().allows(Permission.RETURNS_OVERRIDE));
        return "rma/new";
    }

    /** @param params {@code resolution}, {@code reason}, {@code note}, {@code override}, and the units of each line under its id */
    @PostMapping
    String request(
            @PathVariable UUID order,
            @RequestParam Map<String, String> params,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        Returns.Offer offer = returns.offer(order);
        List<RequestReturn.Line> lines = new ArrayList<>();
        offer.lines().forEach(l -> {
            long units = Given.units(params.getOrDefault(l.lineId().toString(), ""));
            if (units != 0) {
                lines.add(new RequestReturn.Line(l.lineId(), units));
            }
        });
        try {
            UUID id = returns.request(new RequestReturn(
                    order,
                    params.getOrDefault("resolution", ""),
                    params.getOrDefault("reason", ""),
                    params.getOrDefault("note", "").strip(),
                    lines,
                    params.getOrDefault("override", "").strip()));
            toasts.success(redirect, locale, "rma.request.done");
            return "redirect:" + Visitor.path("/returns/" + id);
        } catch (ProblemException e) {
            if (e.code().kind() == Kind.MISSING || e.code().kind() == Kind.FORBIDDEN) {
                throw e;
            }
            response.setStatus(422);
            return form(order, new HashMap<>(params), words.problem(e, locale), locale, model);
        }
    }
}
