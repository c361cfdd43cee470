package io.storelane.order.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.inventory.HeldUnits;
import io.storelane.order.OrderList;
import io.storelane.order.OrderSection;
import io.storelane.order.OrderView;
import io.storelane.order.Orders;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;

/** One order: on a page of its own and in the drawer of the list. */
@Controller
@RequestMapping("/w/{workspace}/orders")
class OrderPage {

    private final Orders orders;
    private final OrderList list;
    private final OrderWords words;
    private final List<OrderSection> sections;

    OrderPage(Orders orders, OrderList list, OrderWords words, List<OrderSection> sections) {
        this.orders = orders;
        this.list = list;
        this.words = words;
        this.sections = sections.stream()
                .sorted(Comparator.comparingInt(OrderSection::position))
                .toList();
    }

    /** What another module shows of the order. */
    record Section(String fragment, Map<String, Object> model) {}

    /** Units of a line at a location, and why there. */
    record HeldText(HeldUnits held, String reason) {}

    /** A line with what belongs to it. */
    record LineText(OrderView.Line line, List<HeldText> held, List<OrderView.Share> shares, List<LineText> components) {

        /** Units that are missing of it or of its components. */
        public long missing() {
            return line.missing()
                    + components.stream().mapToLong(c -> c.line().missing()).sum();
        }
    }

    @GetMapping("/{id}")
    String show(
            @PathVariable UUID id,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean part,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Locale locale,
            Model model) {
        fill(orders.order(id), zone, locale, model);
        model.addAttribute("full", false);
        return part ? "order/drawer" : "order/order";
    }

    /** The same page with personal data in full; that it was looked at goes on record, so it is asked for by a button. */
    @PostMapping("/{id}/personal")
    String showInFull(
            @PathVariable UUID id,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Locale locale,
            Model model) {
        fill(orders.unmasked(id), zone, locale, model);
        model.addAttribute("full", true);
        return "order/order";
    }

    private void fill(Orders.Whole whole, ZoneId zone, Locale locale, Model model) {
        OrderView order = whole.order();
        Access access = Access.current();
        Map<String, String> people = list.people();
        model.addAttribute("order", order);
        model.addAttribute("lines", lines(whole, null, locale));
        model.addAttribute(
                "tasks",
                whole.tasks().stream()
                        .filter(t -> t.state().equals("open"))
                        .map(t -> words.task(t, locale))
                        .toList());
        model.addAttribute("payments", whole.payments());
        model.addAttribute("methods", methods(whole.payments(), locale));
        model.addAttribute("timeline", words.timeline(whole.entries(), order, people, zone, locale));
        model.addAttribute("holdReason", words.holdReason(order.holdReason(), locale));
        model.addAttribute("assignee", person(order.assigneeId(), people));
        model.addAttribute("seller", person(order.salesPersonId(), people));
        model.addAttribute(
                "mayCancel",
                whole.lines().stream().anyMatch(l -> l.parentId() == null && l.open() > 0)
                        && whole.lines().stream().allMatch(l -> l.inWork() == 0));
        model.addAttribute("missesUnits", whole.lines().stream().anyMatch(l -> l.missing() > 0));
        model.addAttribute(
                "orderSections",
                sections.stream()
                        .map(s -> new Section(s.fragment(), s.model(order, zone, locale)))
                        .filter(s -> !s.model().isEmpty())
                        .toList());
        model.addAttribute("mayManage", access.allowsAt(Permission.ORDERS_MANAGE, order.path()));
        model.addAttribute("mayPay", access.allowsAt(Permission.PAYMENTS_MANAGE, order.path()));
        model.addAttribute("maySee", access.allowsAt(Permission.PERSONAL_DATA, order.path()));
        model.addAttribute("maySeeCustomer", access.allows(Permission.CUSTOMERS_VIEW));
    }

    private static String person(@Nullable UUID id, Map<String, String> people) {
        return id == null ? "" : people.getOrDefault(id.toString(), "–");
    }

    private Map<String, String> methods(List<OrderView.Payment> payments, Locale locale) {
        return payments.stream()
                .map(OrderView.Payment::method)
                .distinct()
                .collect(Collectors.toMap(m -> m, m -> words.method(m, locale)));
    }

    private List<LineText> lines(Orders.Whole whole, @Nullable UUID parent, Locale locale) {
        return whole.lines().stream()
                .filter(l -> java.util.Objects.equals(l.parentId(), parent))
                .map(l -> new LineText(
                        l,
                        whole.held().stream()
                                .filter(h ->
                                        h.lineId().equals(l.id()) && h.state().equals("held"))
                                .map(h -> new HeldText(h, words.reason(h, locale)))
                                .toList(),
                        whole.shares().stream()
                                .filter(s -> s.lineId().equals(l.id()))
                                .toList(),
                        parent == null ? lines(whole, l.id(), locale) : List.of()))
                .toList();
    }
}
