package io.storelane.order.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.catalog.Offer;
import io.storelane.customer.CustomerView;
import io.storelane.customer.Customers;
import io.storelane.order.OrderList;
import io.storelane.order.OrderSettings;
import io.storelane.order.Orders;
import io.storelane.order.PlaceOrder;
import io.storelane.order.Placement;
import io.storelane.problem.Fault;
import io.storelane.ui.Option;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** An order that a person enters. */
@Controller
@RequestMapping("/w/{workspace}/orders")
class NewOrderPage {

    private static final int MOST_OFFERED = 8;

    private final Orders orders;
    private final OrderList list;
    private final Customers customers;
    private final OrderSettings settings;
    private final FormChoices choices;
    private final OrderWords words;
    private final Toasts toasts;

    NewOrderPage(
            Orders orders,
            OrderList list,
            Customers customers,
            OrderSettings settings,
            FormChoices choices,
            OrderWords words,
            Toasts toasts) {
        this.orders = orders;
        this.list = list;
        this.customers = customers;
        this.settings = settings;
        this.choices = choices;
        this.words = words;
        this.toasts = toasts;
    }

    @GetMapping("/new")
    String show(@RequestParam(defaultValue = "") String customer, Locale locale, Model model) {
        NewOrderForm begun = NewOrderForm.empty(customer);
        model.addAttribute("newOrderForm", begun);
        return form(begun, locale, model);
    }

    private String form(NewOrderForm shown, Locale locale, Model model) {
        Access.current().require(Permission.ORDERS_MANAGE);
        offer("", shown.customerId(), model);
        model.addAttribute("methods", words.methods(locale));
        model.addAttribute("setRate", Given.percent(settings.current().taxRate()));
        Integer minutes = settings.current().holdMinutes();
        model.addAttribute("setMinutes", minutes == null ? "" : minutes.toString());
        List<Option> channels = new ArrayList<>(List.of(new Option("", words.text("order.chooseChannel", locale))));
        list.selling().forEach(c -> channels.add(new Option(c.id().toString(), c.name() + " · " + c.currency())));
        model.addAttribute("channels", channels);
        choices.fill(locale, model);
        return "order/new";
    }

    /** @param rows not empty to go on with other rows, and place nothing: see {@link #withRows} */
    @PostMapping("/new")
    String place(
            @ModelAttribute NewOrderForm newOrderForm,
            BindingResult form,
            @RequestParam(defaultValue = "") String rows,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            HttpServletResponse response,
            Locale locale,
            Model model,
            RedirectAttributes redirect) {
        Access.current().require(Permission.ORDERS_MANAGE);
        if (!rows.isEmpty()) {
            model.asMap().remove(BindingResult.MODEL_KEY_PREFIX + "newOrderForm");
            NewOrderForm changed = withRows(newOrderForm, rows, model);
            model.addAttribute("newOrderForm", changed);
            return form(changed, locale, model);
        }
        Optional<Placement> placement = placement(newOrderForm, form, zone);
        if (placement.isEmpty()) {
            response.setStatus(422);
            return form(newOrderForm, locale, model);
        }
        return switch (placement.get()) {
            case Placement.Placed placed -> {
                toasts.success(redirect, locale, "order.placedDone", placed.number());
                yield "redirect:" + Visitor.path("/orders/" + placed.id());
            }
            case Placement.Known(UUID id, String number) -> {
                toasts.success(redirect, locale, "order.known", number);
                yield "redirect:" + Visitor.path("/orders/" + id);
            }
            case Placement.Refused _ -> throw new IllegalStateException("refused without a fault");
        };
    }

    /**
     * The form with more or fewer rows, and in the model the id of what is to be typed next.
     *
     * @param rows {@code lines}, {@code discounts} or {@code payments} for more of them; {@code discounts-1} or
     *     {@code payments-1} for all but the second one
     */
    private static NewOrderForm withRows(NewOrderForm form, String rows, Model model) {
        String[] parts = rows.split("-", 2);
        int without = parts.length > 1 && parts[1].matches("\\d{1,4}") ? Integer.parseInt(parts[1]) : -1;
        NewOrderForm changed = switch (parts[0]) {
            case "discounts" -> without < 0 ? form.withAnotherDiscount() : form.withoutDiscount(without);
            case "payments" -> without < 0 ? form.withAnotherPayment() : form.withoutPayment(without);
            default -> form.withMoreLines();
        };
        model.addAttribute(
                "focus",
                switch (parts[0]) {
                    case "discounts" -> "f-discounts-" + (changed.discounts().size() - 1) + "-amount";
                    case "payments" -> "f-payments-" + (changed.payments().size() - 1) + "-amount";
                    default -> "f-lines-" + form.lines().size() + "-sku";
                });
        return changed;
    }

    /** Empty if something is wrong, which then stands in the form. */
    private Optional<Placement> placement(NewOrderForm typed, BindingResult form, ZoneId zone) {
        UUID channel = Given.id(typed.channelId());
        Optional<OrderList.Selling> selling =
                list.selling().stream().filter(c -> c.id().equals(channel)).findFirst();
        if (selling.isEmpty()) {
            form.rejectValue("channelId", "problem.order.UNKNOWN_CHANNEL");
            return Optional.empty();
        }
        NewOrderCommand reader = new NewOrderCommand(typed, form, selling.get().currency(), zone);
        PlaceOrder command = reader.command(selling.get().id());
        if (form.hasErrors()) {
            List<Fault> faults =
                    orders.check(command).stream().filter(reader::isSure).toList();
            Faults.reject(form, faults, reader::field);
            return Optional.empty();
        }
        Placement placement = orders.place(command);
        if (placement instanceof Placement.Refused refused) {
            Faults.reject(form, refused.faults(), reader::field);
            return Optional.empty();
        }
        return Optional.of(placement);
    }

    /** What is offered while somebody looks for a customer; the one that is chosen stays among them. */
    @GetMapping("/customers")
    String customers(
            @RequestParam(defaultValue = "") String find,
            @RequestParam(defaultValue = "") String customerId,
            Model model) {
        Access.current().require(Permission.ORDERS_MANAGE);
        Access.current().require(Permission.CUSTOMERS_VIEW);
        offer(find, customerId, model);
        return "order/customers :: choices";
    }

    private void offer(String text, String chosen, Model model) {
        boolean mayChoose = Access.current().allows(Permission.CUSTOMERS_VIEW);
        UUID id = Given.id(chosen);
        Map<UUID, CustomerView> offered = new LinkedHashMap<>();
        if (mayChoose && id != null) {
            customers.find(id).ifPresent(c -> offered.put(c.id(), c));
        }
        if (mayChoose && !text.isBlank()) {
            customers.search(text, MOST_OFFERED).forEach(c -> offered.put(c.id(), c));
        }
        model.addAttribute("mayChoose", mayChoose);
        model.addAttribute("customers", offered.values());
        model.addAttribute("chosen", id != null && offered.containsKey(id) ? id.toString() : "");
        model.addAttribute("noneFound", !text.isBlank() && offered.isEmpty());
    }

    /** What the field of a SKU offers while somebody types; the text comes under the name of the field. */
    @GetMapping("/skus")
    String skus(HttpServletRequest request, Locale locale, Model model) {
        String text = request.getParameterMap().values().stream()
                .filter(v -> v.length > 0)
                .map(v -> v[0])
                .findFirst()
                .orElse("");
        model.addAttribute(
                "skus",
                list.skus(text).stream()
                        .map(s -> new Option(
                                s.sku(),
                                Offer.title(locale, s.titleZh(), s.titleEn())
                                        + (s.kind().equals("goods")
                                                ? ""
                                                : " · " + words.text("order.kind." + s.kind(), locale))))
                        .toList());
        return "order/skus";
    }
}
