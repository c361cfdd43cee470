package io.storelane.customer.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.customer.CustomerProfiles;
import io.storelane.customer.CustomerView;
import io.storelane.customer.Customers;
import io.storelane.customer.Duplicates;
import io.storelane.ui.Option;
import io.storelane.web.Forms;
import io.storelane.web.RecordSections;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One customer: shown, added, changed. */
@Controller
@RequestMapping("/w/{workspace}/customers")
class CustomerPage {

    private final Customers customers;
    private final CustomerProfiles profiles;
    private final Duplicates duplicates;
    private final MessageSource messages;
    private final RecordSections sections;
    private final Toasts toasts;

    CustomerPage(
            Customers customers,
            CustomerProfiles profiles,
            Duplicates duplicates,
            MessageSource messages,
            Toasts toasts,
            RecordSections sections) {
        this.sections = sections;
        this.customers = customers;
        this.profiles = profiles;
        this.duplicates = duplicates;
        this.messages = messages;
        this.toasts = toasts;
    }

    @GetMapping("/{id}")
    String show(
            @PathVariable UUID id,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean part,
            Model model) {
        UUID present = customers.present(id);
        if (!present.equals(id)) {
            return "redirect:" + Visitor.path("/customers/" + present);
        }
        return page(profiles.profile(id), part, false, model);
    }

    /** The same page with personal data in full, which goes on record. */
    @PostMapping("/{id}/personal")
    String showInFull(@PathVariable UUID id, Model model) {
        return page(profiles.unmasked(id), false, true, model);
    }

    private String page(CustomerProfiles.Profile profile, boolean part, boolean full, Model model) {
        Access access = Access.current();
        CustomerView customer = profile.customer();
        model.addAttribute("profile", profile);
        model.addAttribute("duplicates", part ? List.of() : duplicates.of(customer.id()));
        model.addAttribute("customer", customer);
        model.addAttribute(
                "sections", part ? List.of() : sections.of("customer", customer.id(), LocaleContextHolder.getLocale()));
        model.addAttribute("full", full);
        boolean mayManage = access.allowsAt(Permission.CUSTOMERS_MANAGE, customer.path());
        model.addAttribute("mayChange", mayManage && !customer.erased());
        model.addAttribute("maySee", access.allowsAt(Permission.PERSONAL_DATA, customer.path()));
        model.addAttribute("mayOrder", access.allows(Permission.ORDERS_MANAGE));
        model.addAttribute("maySeeOrders", access.allows(Permission.ORDERS_VIEW));
        return part ? "customer/drawer" : "customer/customer";
    }

    @GetMapping("/new")
    String add(Locale locale, Model model) {
        List<Customers.Node> nodes = customers.nodes();
        String first = nodes.isEmpty() ? "" : nodes.getFirst().id().toString();
        model.addAttribute("customerForm", new CustomerForm("person", "", "", "", "", first, "0"));
        return form("", locale, model);
    }

    /** @param id empty for a new customer */
    private String form(String id, Locale locale, Model model) {
        model.addAttribute("id", id);
        model.addAttribute(
                "nodes",
                customers.nodes().stream()
                        .map(n -> new Option(n.id().toString(), n.name()))
                        .toList());
        model.addAttribute(
                "kinds",
                Stream.of("person", "company")
                        .map(k -> new Option(k, messages.getMessage("customer.kind." + k, null, locale)))
                        .toList());
        return "customer/form";
    }

    @PostMapping("/new")
    String added(
            @ModelAttribute CustomerForm customerForm,
            BindingResult form,
            HttpServletResponse response,
            Locale locale,
            Model model,
            RedirectAttributes redirect) {
        UUID[] id = new UUID[1];
        if (!Forms.submit(form, response, () -> id[0] = customers.add(customerForm.details()))) {
            return form("", locale, model);
        }
        toasts.success(redirect, locale, "customer.added", customerForm.name());
        return "redirect:" + Visitor.path("/customers/" + id[0]);
    }

    @GetMapping("/{id}/edit")
    String edit(@PathVariable UUID id, Locale locale, Model model) {
        Access.current().require(Permission.CUSTOMERS_MANAGE);
        CustomerView c = customers.customer(id);
        model.addAttribute(
                "customerForm",
                new CustomerForm(
                        c.details().kind(),
                        c.name(),
                        c.details().phone(),
                        c.details().email(),
                        c.details().idNumber(),
                        c.details().nodeId().toString(),
                        String.valueOf(c.version())));
        return form(id.toString(), locale, model);
    }

    @PostMapping("/{id}/edit")
    String edited(
            @PathVariable UUID id,
            @ModelAttribute CustomerForm customerForm,
            BindingResult form,
            HttpServletResponse response,
            Locale locale,
            Model model,
            RedirectAttributes redirect) {
        if (!Forms.submit(form, response, () -> customers.change(id, customerForm.seen(), customerForm.details()))) {
            return form(id.toString(), locale, model);
        }
        toasts.success(redirect, locale, "customer.changed");
        return "redirect:" + Visitor.path("/customers/" + id);
    }
}
