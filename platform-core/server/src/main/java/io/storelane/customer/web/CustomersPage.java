package io.storelane.customer.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.customer.ConsentChannel;
import io.storelane.customer.CustomerProfiles;
import io.storelane.customer.CustomerView;
import io.storelane.customer.Customers;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Slice;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import io.storelane.web.list.Download;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.util.UriComponentsBuilder;

/** The customers of the workspace. */
@Controller
@RequestMapping("/w/{workspace}/customers")
class CustomersPage {

    private static final int SIZE = 50;

    private final Customers customers;
    private final CustomerProfiles profiles;
    private final CustomersFile customersFile;
    private final Toasts toasts;

    CustomersPage(Customers customers, CustomerProfiles profiles, CustomersFile customersFile, Toasts toasts) {
        this.customers = customers;
        this.profiles = profiles;
        this.customersFile = customersFile;
        this.toasts = toasts;
    }

    @GetMapping
    String list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String tag,
            @RequestParam(defaultValue = "") String consent,
            @RequestParam(defaultValue = "name") String sort,
            @RequestParam(defaultValue = "") String after,
            Model model) {
        var filter = new Customers.Filter(q.strip(), kind, tag, consent, sort);
        Slice<CustomerView> page = customers.find(filter, after, SIZE);
        Access access = Access.current();
        model.addAttribute("customers", page.rows());
        model.addAttribute("prev", page.previous());
        model.addAttribute("next", page.next());
        model.addAttribute("total", customers.count(filter));
        model.addAttribute("filter", filter);
        model.addAttribute("back", back(filter));
        model.addAttribute(
                "channels",
                Arrays.stream(ConsentChannel.values()).map(ConsentChannel::key).toList());
        model.addAttribute("mayManage", access.allows(Permission.CUSTOMERS_MANAGE));
        model.addAttribute(
                "mayExportFull",
                access.reach(Permission.PERSONAL_DATA).coversAll(access.reach(Permission.CUSTOMERS_VIEW)));
        return "customer/list";
    }

    private static String back(Customers.Filter filter) {
        return UriComponentsBuilder.newInstance()
                .queryParam("q", "{q}")
                .queryParam("kind", filter.kind())
                .queryParam("tag", "{tag}")
                .queryParam("consent", filter.consent())
                .queryParam("sort", filter.sort())
                .encode()
                .buildAndExpand(filter.q(), filter.tag())
                .toUriString();
    }

    /** @param back the filter of the list, to go back to */
    @PostMapping("/tag")
    String tag(
            @RequestParam(defaultValue = "") List<UUID> id,
            @RequestParam(defaultValue = "") String tag,
            @RequestParam(defaultValue = "") String back,
            Locale locale,
            RedirectAttributes redirect) {
        Access.current().require(Permission.CUSTOMERS_MANAGE);
        try {
            toasts.success(redirect, locale, "customer.tagged", profiles.addTag(id, tag));
        } catch (ProblemException e) {
            toasts.failure(redirect, locale, e);
        }
        String query = back.startsWith("?") && back.length() > 1 ? back : "";
        return "redirect:" + Visitor.path("/customers") + query;
    }

    /** @param full true for personal data in full */
    @GetMapping("/export")
    void export(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String tag,
            @RequestParam(defaultValue = "") String consent,
            @RequestParam(defaultValue = "name") String sort,
            @RequestParam(defaultValue = "false") boolean full,
            Download to)
            throws IOException {
        to.send(
                customersFile,
                new CustomersFile.Filter(new Customers.Filter(q.strip(), kind, tag, consent, sort), full));
    }
}
