package io.storelane.customer.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.customer.CustomerView;
import io.storelane.customer.Customers;
import io.storelane.tenancy.Slice;
import io.storelane.web.list.Download;
import java.io.IOException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The customers of the workspace. */
@Controller
@RequestMapping("/w/{workspace}/customers")
class CustomersPage {

    private static final int SIZE = 50;

    private final Customers customers;
    private final CustomersFile customersFile;

    CustomersPage(Customers customers, CustomersFile customersFile) {
        this.customersFile = customersFile;
        this.customers = customers;
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
            Download to)
            throws IOException {
        to.send(customersFile, new CustomersFile.Filter(new Customers.Filter(q.strip(), kind, sort), full));
    }
}
