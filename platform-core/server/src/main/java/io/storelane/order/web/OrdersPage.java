package io.storelane.order.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.order.FulfilmentState;
import io.storelane.order.OrderFilter;
import io.storelane.order.OrderList;
import io.storelane.order.OrderSummary;
import io.storelane.order.PaymentState;
import io.storelane.tenancy.Slice;
import io.storelane.ui.Option;
import io.storelane.ui.Tab;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The orders of the workspace. */
@Controller
@RequestMapping("/w/{workspace}/orders")
class OrdersPage {

    private static final int SIZE = 50;

    private final OrderList orders;
    private final MessageSource messages;
    private final Addresses addresses;

    OrdersPage(OrderList orders, MessageSource messages, Addresses addresses) {
        this.orders = orders;
        this.messages = messages;
        this.addresses = addresses;
    }

    @GetMapping
    String list(
            @ModelAttribute OrdersQuery query,
            @RequestParam(defaultValue = "") String after,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Locale locale,
            Model model) {
        OrderFilter filter = query.filter(zone);
        Slice<OrderSummary> page = orders.find(filter, after, SIZE);
        Map<String, Long> counts = orders.counts(filter);
        Access access = Access.current();
        model.addAttribute("orders", page.rows());
        model.addAttribute("prev", page.previous());
        model.addAttribute("next", page.next());
        model.addAttribute("total", counts.get(filter.view()));
        model.addAttribute("tabs", tabs(query, filter, counts));
        model.addAttribute("filter", filter);
        model.addAttribute("params", query.params());
        model.addAttribute("chosen", query.chosen());
        model.addAttribute("allColumns", OrderColumn.values());
        model.addAttribute(
                "shows", query.shown().stream().map(OrderColumn::code).collect(Collectors.toSet()));
        model.addAttribute("channels", options(orders.channels(), "order.allChannels", locale));
        model.addAttribute("assignees", options(orders.assignees(), "order.anyAssignee", locale));
        model.addAttribute(
                "payments",
                states("payment", Arrays.stream(PaymentState.values()).map(PaymentState::code), locale));
        model.addAttribute(
                "fulfilments",
                states("fulfilment", Arrays.stream(FulfilmentState.values()).map(FulfilmentState::code), locale));
        addresses(query, model);
        model.addAttribute("mayManage", access.allows(Permission.ORDERS_MANAGE));
        model.addAttribute("mayExportFull", mayExportFull(access));
        model.addAttribute("maySet", access.allows(Permission.SETTINGS_VIEW));
        return "order/list";
    }

    private void addresses(OrdersQuery query, Model model) {
        String here = addresses.query(query);
        Map<String, String> hidden = query.params();
        hidden.remove("q");
        model.addAttribute("hidden", hidden);
        model.addAttribute("back", here);
        model.addAttribute("exportMasked", addresses.of("/export", query));
        model.addAttribute("exportFull", addresses.of("/export", query) + (here.equals("?") ? "?" : "&") + "full=true");
        model.addAttribute("cleared", addresses.list(query.cleared()));
    }

    private static boolean mayExportFull(Access access) {
        return access.reach(Permission.PERSONAL_DATA).coversAll(access.reach(Permission.ORDERS_VIEW));
    }

    private List<Tab> tabs(OrdersQuery query, OrderFilter filter, Map<String, Long> counts) {
        return OrderFilter.VIEWS.stream()
                .map(view -> new Tab(
                        "order.view." + view,
                        addresses.with(query, "view", view.equals("all") ? "" : view),
                        counts.get(view),
                        filter.view().equals(view)))
                .toList();
    }

    private List<Option> options(List<OrderList.Choice> choices, String allKey, Locale locale) {
        List<Option> options = new ArrayList<>(List.of(new Option("", messages.getMessage(allKey, null, locale))));
        choices.forEach(c -> options.add(new Option(c.id().toString(), c.name())));
        return options;
    }

    private List<Option> states(String kind, Stream<String> codes, Locale locale) {
        String any = messages.getMessage("order." + kind + ".any", null, locale);
        return Stream.concat(
                        Stream.of(new Option("", any)),
                        codes.map(c -> new Option(c, messages.getMessage("order." + kind + "." + c, null, locale))))
                .toList();
    }
}
