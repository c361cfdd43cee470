package io.storelane.customer.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.customer.CustomerView;
import io.storelane.customer.Customers;
import io.storelane.tenancy.Slice;
import io.storelane.web.Csv;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The customers of the workspace. */
@Controller
@RequestMapping("/w/{workspace}/customers")
class CustomersPage {

    private static final int SIZE = 50;

    private final Customers customers;
    private final MessageSource messages;

    CustomersPage(Customers customers, MessageSource messages) {
        this.customers = customers;
        this.messages = messages;
    }

    @GetMapping
    String list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "name") String sort,
            @RequestParam(defaultValue = "") String after,
            Model model) {
        var filter = new Customers.Filter(q.strip(), kind, sort);
        Slice<CustomerView> page = customers.find(filter, after, SIZE);
        Access access = Access.current();
        model.addAttribute("customers", page.rows());
        model.addAttribute("prev", page.previous());
        model.addAttribute("next", page.next());
        model.addAttribute("total", customers.count(filter));
        model.addAttribute("filter", filter);
        model.addAttribute("mayManage", access.allows(Permission.CUSTOMERS_MANAGE));
        model.addAttribute(
                "mayExportFull",
                access.reach(Permission.PERSONAL_DATA).coversAll(access.reach(Permission.CUSTOMERS_VIEW)));
        return "customer/list";
    }

    /** @param full true for personal data in full */
    @GetMapping("/export")
    void export(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "name") String sort,
            @RequestParam(defaultValue = "false") boolean full,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Locale locale,
            HttpServletResponse response)
            throws IOException {
        List<CustomerView> rows = customers.export(new Customers.Filter(q.strip(), kind, sort), full);
        List<String> header = Stream.of("name", "kind", "phone", "email", "idNumber", "node", "orders", "since")
                .map(column -> messages.getMessage("customer." + column, null, locale))
                .toList();
        Csv.send(response, "customers", zone, header, rows.stream().map(c -> row(c, zone, locale)));
    }

    private List<String> row(CustomerView c, ZoneId zone, Locale locale) {
        return List.of(
                c.name(),
                messages.getMessage("customer.kind." + c.details().kind(), null, locale),
                c.details().phone(),
                c.details().email(),
                c.details().idNumber(),
                c.node(),
                String.valueOf(c.orders()),
                Csv.time(c.since(), zone));
    }
}
