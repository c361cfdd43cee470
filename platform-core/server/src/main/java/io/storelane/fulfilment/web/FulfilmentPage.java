package io.storelane.fulfilment.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.fulfilment.FulfilmentList;
import io.storelane.fulfilment.FulfilmentView;
import io.storelane.fulfilment.Fulfilments;
import io.storelane.fulfilment.HandOvers;
import io.storelane.problem.ProblemException;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A fulfilment order, and what is done to it. */
@Controller
@RequestMapping("/w/{workspace}/fulfilments")
class FulfilmentPage {

    /** Carriers that the form offers; any other can be typed. */
    static final List<String> CARRIERS =
            List.of("顺丰速运", "京东物流", "中通快递", "圆通速递", "申通快递", "韵达快递", "极兔速递", "EMS", "DHL", "UPS", "FedEx");

    private final Fulfilments fulfilments;
    private final FulfilmentList list;
    private final HandOvers handOvers;
    private final FulfilmentWords words;
    private final Clock clock;

    FulfilmentPage(
            Fulfilments fulfilments, FulfilmentList list, HandOvers handOvers, FulfilmentWords words, Clock clock) {
        this.fulfilments = fulfilments;
        this.list = list;
        this.handOvers = handOvers;
        this.words = words;
        this.clock = clock;
    }

    @GetMapping("/{id}")
    String show(
            @PathVariable UUID id,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean part,
            Locale locale,
            Model model) {
        FulfilmentView one = fulfilments.fulfilment(id);
        fill(one, Map.of(), "", locale, model);
        return part ? "fulfilment/drawer" : "fulfilment/fulfilment";
    }

    private void fill(FulfilmentView one, Map<String, String> typed, String problem, Locale locale, Model model) {
        Access access = Access.current();
        model.addAttribute("one", one);
        model.addAttribute("now", clock.instant());
        model.addAttribute("typed", typed);
        model.addAttribute("problem", problem);
        model.addAttribute("carriers", CARRIERS);
        model.addAttribute("handOvers", handOvers.ofSubject(one.id()));
        model.addAttribute("people", words.options(list.people(one.path()), "fulfilment.nobody", locale));
        model.addAttribute(
                "siblings",
                fulfilments.ofOrder(one.orderId(), one.path()).stream()
                        .filter(f -> !f.id().equals(one.id())
                                && f.locationId().equals(one.locationId())
                                && f.state() == one.state()
                                && f.state().isLive()
                                && f.shipped() == 0)
                        .toList());
        model.addAttribute("mayManage", access.allowsAt(Permission.FULFILMENT_MANAGE, one.path()));
        model.addAttribute("maySeeOrders", access.allows(Permission.ORDERS_VIEW));
    }

    @PostMapping("/{id}/accept")
    String accept(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        return press(id, fulfilments::accept, "fulfilment.accepted", locale, redirect);
    }

    @PostMapping("/{id}/pick")
    String pick(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        return press(id, fulfilments::pick, "fulfilment.picking", locale, redirect);
    }

    @PostMapping("/{id}/pack")
    String pack(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        return press(id, fulfilments::pack, "fulfilment.packed", locale, redirect);
    }

    @PostMapping("/{id}/deliver")
    String deliver(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        return press(id, fulfilments::deliver, "fulfilment.arrived", locale, redirect);
    }

    @PostMapping("/{id}/reject")
    String reject(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String reason,
            Locale locale,
            RedirectAttributes redirect) {
        return press(id, one -> fulfilments.reject(one, reason), "fulfilment.rejected", locale, redirect);
    }

    @PostMapping("/{id}/assignee")
    String assign(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String assigneeId,
            Locale locale,
            RedirectAttributes redirect) {
        return press(
                id,
                one -> fulfilments.assign(one, FulfilmentsPage.FulfilmentsQuery.id(assigneeId)),
                "fulfilment.assigned",
                locale,
                redirect);
    }

    @PostMapping("/{id}/parcels/{parcel}/delivered")
    String parcelDelivered(
            @PathVariable UUID id, @PathVariable UUID parcel, Locale locale, RedirectAttributes redirect) {
        return press(id, one -> fulfilments.deliverParcel(one, parcel), "fulfilment.parcel.arrived", locale, redirect);
    }

    @PostMapping("/{id}/merge")
    String merge(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") List<UUID> other,
            Locale locale,
            RedirectAttributes redirect) {
        List<UUID> all = java.util.stream.Stream.concat(java.util.stream.Stream.of(id), other.stream())
                .toList();
        UUID[] into = {id};
        words.press(() -> into[0] = fulfilments.merge(all), "fulfilment.merged", locale, redirect);
        return "redirect:" + Visitor.path("/fulfilments/" + into[0]);
    }

    /** @param params {@code carrier}, {@code tracking}, and the units of each line under its id */
    @PostMapping("/{id}/ship")
    String ship(
            @PathVariable UUID id,
            @RequestParam Map<String, String> params,
            HttpServletResponse response,
            Locale locale,
            Model model,
            RedirectAttributes redirect) {
        FulfilmentView one = fulfilments.fulfilment(id);
        try {
            fulfilments.ship(id, List.of(TypedParcel.of(one, params)));
        } catch (ProblemException e) {
            return again(one, params, e, response, locale, model);
        }
        words.press(() -> {}, "fulfilment.shippedOne", locale, redirect);
        return "redirect:" + Visitor.path("/fulfilments/" + id);
    }

    /** @param params the units of each line under its id: those that go into the new one */
    @PostMapping("/{id}/split")
    String split(
            @PathVariable UUID id,
            @RequestParam Map<String, String> params,
            HttpServletResponse response,
            Locale locale,
            Model model,
            RedirectAttributes redirect) {
        FulfilmentView one = fulfilments.fulfilment(id);
        UUID made;
        try {
            made = fulfilments.split(id, TypedParcel.units(one, params));
        } catch (ProblemException e) {
            return again(one, params, e, response, locale, model);
        }
        words.press(() -> {}, "fulfilment.splitDone", locale, redirect);
        return "redirect:" + Visitor.path("/fulfilments/" + made);
    }

    /** The page with what was typed and what is wrong with it. */
    private String again(
            FulfilmentView one,
            Map<String, String> params,
            ProblemException e,
            HttpServletResponse response,
            Locale locale,
            Model model) {
        if (e.code().kind() == io.storelane.problem.Kind.MISSING
                || e.code().kind() == io.storelane.problem.Kind.FORBIDDEN) {
            throw e;
        }
        response.setStatus(422);
        fill(fulfilments.fulfilment(one.id()), params, words.problem(e, locale), locale, model);
        return "fulfilment/fulfilment";
    }

    private String press(UUID id, Consumer<UUID> work, String key, Locale locale, RedirectAttributes redirect) {
        words.press(() -> work.accept(id), key, locale, redirect);
        return "redirect:" + Visitor.path("/fulfilments/" + id);
    }
}
