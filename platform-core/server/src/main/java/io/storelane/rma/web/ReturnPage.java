package io.storelane.rma.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.inventory.Locations;
import io.storelane.order.OrderAftersales;
import io.storelane.rma.ReturnList;
import io.storelane.rma.ReturnMoney;
import io.storelane.rma.ReturnState;
import io.storelane.rma.ReturnView;
import io.storelane.rma.Returns;
import io.storelane.ui.Option;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;

/** One return: on a page of its own, with what is to be done next, and in the drawer of the list. */
@Controller
class ReturnPage {

    private final Returns returns;
    private final ReturnMoney money;
    private final ReturnList list;
    private final Locations locations;
    private final OrderAftersales orders;
    private final ReturnWords words;
    private final Clock clock;

    ReturnPage(
            Returns returns,
            ReturnMoney money,
            ReturnList list,
            Locations locations,
            OrderAftersales orders,
            ReturnWords words,
            Clock clock) {
        this.returns = returns;
        this.money = money;
        this.list = list;
        this.locations = locations;
        this.orders = orders;
        this.words = words;
        this.clock = clock;
    }

    @GetMapping("/w/{workspace}/returns/{id}")
    String show(
            @PathVariable UUID id,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean part,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Locale locale,
            Model model) {
        Returns.Whole whole = returns.whole(id);
        ReturnView rma = whole.rma();
        Map<String, String> people = list.names();
        UUID assignee = rma.assigneeId();
        model.addAttribute("rma", rma);
        model.addAttribute("now", clock.instant());
        model.addAttribute("assignee", assignee == null ? "" : people.getOrDefault(assignee.toString(), "–"));
        model.addAttribute("timeline", words.timeline(whole.entries(), rma, people, zone, locale));
        steps(rma, locale, model);
        return part ? "rma/drawer" : "rma/rma";
    }

    /** What the caller can do next. */
    private void steps(ReturnView rma, Locale locale, Model model) {
        Access access = Access.current();
        boolean manages = access.allowsAt(Permission.RETURNS_MANAGE, rma.path());
        UUID location = rma.locationId();
        boolean takes = location == null
                ? access.allows(Permission.STOCK_MANAGE)
                : locations.location(location, Permission.STOCK_MANAGE).isPresent();
        boolean expected = rma.state() == ReturnState.APPROVED;
        boolean all = rma.state() == ReturnState.RECEIVED || rma.state() == ReturnState.INSPECTED;
        ReturnMoney.Most most = money.most(rma.id());
        boolean pays = access.allowsAt(Permission.PAYMENTS_MANAGE, rma.path());
        boolean exchanges = manages
                && all
                && rma.resolution().code().equals("exchange")
                && rma.exchangeOrderId() == null
                && rma.refunded() == 0;
        model.addAttribute("mayManage", manages);
        model.addAttribute("maySeeOrder", access.allowsAt(Permission.ORDERS_VIEW, rma.path()));
        model.addAttribute("canReceive", takes && expected && rma.open() > 0);
        model.addAttribute("canInspect", takes && location != null && rma.toInspect() > 0);
        model.addAttribute("canRefund", pays && most.goods() + most.shipping() > 0);
        model.addAttribute("canExchange", exchanges && access.allows(Permission.ORDERS_MANAGE));
        model.addAttribute("canClose", manages && rma.state() == ReturnState.INSPECTED);
        model.addAttribute("canWithdraw", manages && rma.arrived() == 0 && expected);
        model.addAttribute("most", most);
        model.addAttribute("proposed", Given.format(most.goods(), rma.currency()));
        model.addAttribute("methods", words.methods(locale));
        List<Option> comesTo = words.locations(
                expected ? Permission.STOCK_MANAGE : Permission.STOCK_VIEW, "rma.location.open", locale);
        model.addAttribute("comesTo", comesTo);
        model.addAttribute("usually", usually(rma, comesTo));
        model.addAttribute("people", words.people(list.people(rma), "rma.nobody", locale));
        UUID other = rma.exchangeOrderId();
        model.addAttribute(
                "exchangeNumber",
                other == null ? "" : orders.sold(other).order().number());
    }

    /** Goods go back to where they came from, unless somebody says otherwise: as long as that takes goods in, and the caller sees it. */
    private String usually(ReturnView rma, List<Option> comesTo) {
        if (rma.locationId() != null || rma.arrived() > 0 || rma.state().isEnded()) {
            return "";
        }
        String code = orders.shippedFrom(rma.orderId());
        return comesTo.stream()
                .filter(o -> o.label().startsWith(code + " · "))
                .map(Option::value)
                .findFirst()
                .orElse("");
    }
}
