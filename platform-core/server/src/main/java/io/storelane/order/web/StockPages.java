package io.storelane.order.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.inventory.HeldUnits;
import io.storelane.inventory.ReservationProblem;
import io.storelane.order.OrderChanges;
import io.storelane.order.OrderList;
import io.storelane.order.OrderProblem;
import io.storelane.order.OrderView;
import io.storelane.order.Orders;
import io.storelane.order.web.ActionForm.Field;
import io.storelane.order.web.ActionForm.Frame;
import io.storelane.problem.ProblemException;
import io.storelane.ui.Option;
import io.storelane.web.Forms;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What a line is and where its units are held. */
@Controller
@RequestMapping("/w/{workspace}/orders/{id}")
class StockPages {

    private final Orders orders;
    private final OrderChanges changes;
    private final OrderList list;
    private final OrderWords words;
    private final Toasts toasts;

    StockPages(Orders orders, OrderChanges changes, OrderList list, OrderWords words, Toasts toasts) {
        this.orders = orders;
        this.changes = changes;
        this.list = list;
        this.words = words;
        this.toasts = toasts;
    }

    private Orders.Whole order(UUID id) {
        Access.current().require(Permission.ORDERS_MANAGE);
        return orders.order(id);
    }

    private static String page(UUID id) {
        return Visitor.path("/orders/" + id);
    }

    @GetMapping("/lines/{line}/match")
    String askMatch(@PathVariable UUID id, @PathVariable UUID line, HttpServletRequest request, Model model) {
        model.addAttribute("actionForm", ActionForm.EMPTY);
        return matchForm(id, line, request, model);
    }

    private String matchForm(UUID id, UUID lineId, HttpServletRequest request, Model model) {
        OrderView.Line line = order(id).lines().stream()
                .filter(l -> l.id().equals(lineId))
                .findFirst()
                .orElseThrow(() -> new ProblemException(OrderProblem.LINE_NOT_FOUND));
        return ActionForm.view(
                request,
                model,
                new Frame(
                        "order.match.title",
                        line.title().isEmpty() ? line.sku() : line.title(),
                        null,
                        "order.match",
                        page(id),
                        List.of(Field.text("sku", "order.match.sku", true).help("order.match.help"))));
    }

    @PostMapping("/lines/{line}/match")
    String match(
            @PathVariable UUID id,
            @PathVariable UUID line,
            @ModelAttribute ActionForm actionForm,
            BindingResult form,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale,
            Model model,
            RedirectAttributes redirect) {
        if (!Forms.submit(form, response, () -> changes.matchLine(id, line, actionForm.sku()))) {
            return matchForm(id, line, request, model);
        }
        toasts.success(redirect, locale, "order.match.done");
        return "redirect:" + page(id);
    }

    @GetMapping("/reservations/{reservation}/move")
    String askMove(
            @PathVariable UUID id,
            @PathVariable UUID reservation,
            HttpServletRequest request,
            Locale locale,
            Model model) {
        HeldUnits held = held(id, reservation);
        model.addAttribute(
                "actionForm",
                new ActionForm(null, null, null, null, null, null, String.valueOf(held.units()), null, null, null));
        return moveForm(id, held, request, locale, model);
    }

    private HeldUnits held(UUID id, UUID reservation) {
        return order(id).held().stream()
                .filter(h -> h.id().equals(reservation) && h.state().equals("held"))
                .findFirst()
                .orElseThrow(() -> new ProblemException(ReservationProblem.NOT_FOUND));
    }

    private String moveForm(UUID id, HeldUnits held, HttpServletRequest request, Locale locale, Model model) {
        List<Option> locations = list.locations(held.variantId()).stream()
                .filter(l -> !l.id().equals(held.locationId()))
                .map(l -> new Option(l.id().toString(), l.name()))
                .toList();
        return ActionForm.view(
                request,
                model,
                new Frame(
                        "order.move.title",
                        held.locationName(),
                        words.text("order.move.help", locale, held.units()),
                        "order.move",
                        page(id),
                        List.of(
                                Field.choice("location", "order.move.location", locations),
                                Field.text("units", "order.move.units", true))));
    }

    @PostMapping("/reservations/{reservation}/move")
    String move(
            @PathVariable UUID id,
            @PathVariable UUID reservation,
            @ModelAttribute ActionForm actionForm,
            BindingResult form,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale,
            Model model,
            RedirectAttributes redirect) {
        HeldUnits held = held(id, reservation);
        UUID to = Given.id(actionForm.location());
        long units = Given.units(actionForm.units());
        if (to == null) {
            form.rejectValue("location", "problem.reservation.LOCATION_NOT_FOUND");
        } else if (units < 1 || units > held.units()) {
            form.rejectValue("units", "order.move.help", new Object[] {held.units()}, null);
        }
        if (to == null || !Forms.submit(form, response, () -> changes.moveReservation(id, reservation, to, units))) {
            response.setStatus(422);
            return moveForm(id, held, request, locale, model);
        }
        toasts.success(redirect, locale, "order.move.done");
        return "redirect:" + page(id);
    }
}
