package io.storelane.order.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.catalog.Offer;
import io.storelane.order.OrderList;
import io.storelane.order.Orders;
import io.storelane.order.PlaceOrder;
import io.storelane.order.Placement;
import io.storelane.ui.Option;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    private final Orders orders;
    private final OrderList list;
    private final FormChoices choices;
    private final OrderWords words;
    private final Toasts toasts;

    NewOrderPage(Orders orders, OrderList list, FormChoices choices, OrderWords words, Toasts toasts) {
        this.orders = orders;
        this.list = list;
        this.choices = choices;
        this.words = words;
        this.toasts = toasts;
    }

    @GetMapping("/new")
    String show(
            @RequestParam(defaultValue = "") String customer,
            @RequestParam(defaultValue = "") String name,
            Locale locale,
            Model model) {
        model.addAttribute("newOrderForm", NewOrderForm.empty(customer, name, "", ""));
        return form(locale, model);
    }

    private String form(Locale locale, Model model) {
        Access.current().require(Permission.ORDERS_MANAGE);
        List<Option> channels = new ArrayList<>(List.of(new Option("", words.text("order.chooseChannel", locale))));
        list.selling().forEach(c -> channels.add(new Option(c.id().toString(), c.name() + " · " + c.currency())));
        model.addAttribute("channels", channels);
        choices.fill(locale, model);
        return "order/new";
    }

    /** @param more true to go on with more rows, and place nothing */
    @PostMapping("/new")
    String place(
            @ModelAttribute NewOrderForm newOrderForm,
            BindingResult form,
            @RequestParam(defaultValue = "false") boolean more,
            HttpServletResponse response,
            Locale locale,
            Model model,
            RedirectAttributes redirect) {
        Access.current().require(Permission.ORDERS_MANAGE);
        if (more) {
            model.asMap().remove(BindingResult.MODEL_KEY_PREFIX + "newOrderForm");
            model.addAttribute("newOrderForm", newOrderForm.withMoreRows());
            return form(locale, model);
        }
        Optional<Placement> placement = placement(newOrderForm, form);
        if (placement.isEmpty()) {
            response.setStatus(422);
            return form(locale, model);
        }
        return switch (placement.get()) {
            case Placement.Placed(UUID id, String number, boolean _) -> {
                toasts.success(redirect, locale, "order.placedDone", number);
                yield "redirect:" + Visitor.path("/orders/" + id);
            }
            case Placement.Known(UUID id, String number) -> {
                toasts.success(redirect, locale, "order.known", number);
                yield "redirect:" + Visitor.path("/orders/" + id);
            }
            case Placement.Refused _ -> throw new IllegalStateException("refused without a fault");
        };
    }

    /** Empty if something is wrong, which then stands in the form. */
    private Optional<Placement> placement(NewOrderForm typed, BindingResult form) {
        UUID channel = Given.id(typed.channelId());
        Optional<OrderList.Selling> selling =
                list.selling().stream().filter(c -> c.id().equals(channel)).findFirst();
        if (selling.isEmpty()) {
            form.rejectValue("channelId", "problem.order.UNKNOWN_CHANNEL");
            return Optional.empty();
        }
        NewOrderCommand reader = new NewOrderCommand(typed, form, selling.get().currency());
        PlaceOrder command = reader.command(selling.get().id());
        if (form.hasErrors()) {
            return Optional.empty();
        }
        Placement placement = orders.place(command);
        if (placement instanceof Placement.Refused refused) {
            Faults.reject(form, refused.faults(), reader::field);
            return Optional.empty();
        }
        return Optional.of(placement);
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
                        .map(s -> new Option(s.sku(), Offer.title(locale, s.titleZh(), s.titleEn())))
                        .toList());
        return "order/skus";
    }
}
