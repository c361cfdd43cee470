package io.storelane.order.web;

import io.storelane.order.OrderList;
import io.storelane.ui.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What the select fields of the long forms offer. */
@Component
class FormChoices {

    private final OrderList list;
    private final OrderWords words;

    FormChoices(OrderList list, OrderWords words) {
        this.list = list;
        this.words = words;
    }

    void fill(Locale locale, Model model) {
        List<Option> sellers = new ArrayList<>(List.of(new Option("", words.text("order.nobody", locale))));
        list.sellers().forEach(p -> sellers.add(new Option(p.id().toString(), p.name())));
        model.addAttribute("sellers", sellers);
        model.addAttribute(
                "invoiceKinds",
                Stream.of("none", "person", "company")
                        .map(k -> new Option(k, words.text("order.invoice." + k, locale)))
                        .toList());
    }
}
